using System.CommandLine;
using LatBench.Bench;
using LatBench.Bench.Dashboards;
using LatBench.Bench.Snapshots;
using LatBench.Bench.Startup;

var benchmarks = new RootCommand("Measures LatBench itself: ./bench.sh NAME. Every benchmark prints machine, settings and load, and one line of JSON last.")
{
    CoordinatorBench.Command(),
    DashboardBench.Command(),
    DatasetLabels.Command(),
    DatasetTables.Command(),
    EstimatorBench.Command(),
    ExportBench.Command(),
    FewShotBench.Command(),
    FidelityBench.Command(),
    GateBench.Command(),
    OverheadBench.Command(),
    PredictorBench.Command(),
    RepeatabilityBench.Command(),
    ScoreBench.Command(),
    SearchBench.Command(),
    SearchConstrainedBench.Command(),
    ServeBench.Command(),
    SnapshotBench.Command(),
    StartupBench.Command(),
    SweepBench.Command(),
};
var parsed = benchmarks.Parse(args);
var exit = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
return parsed.Errors.Count > 0 ? 2 : exit;
