using LatBench.Contracts.V1;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Running;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Finds out which precisions the runtime runs on this machine, by running a tiny model of each in the runner.</summary>
internal static class PrecisionProbe
{
    private static readonly MeasurementProtocol Shortest = new()
    {
        MinBlockDuration = TimeSpan.FromMilliseconds(1),
        MinBlockSamples = 1,
        MaxWarmUpInferences = 1,
        ModelTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>The precisions whose model gave a finite result, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<Precision>> RunAsync(RunnerSupervisor runner, IReadOnlyList<int> cpus, CancellationToken cancellationToken)
    {
        var precisions = new List<Precision>();
        var directory = ScratchDirectory.Create("latbench-probe-");
        try
        {
            foreach (var (precision, graph) in PrecisionModels.All)
            {
                var path = Path.Combine(directory.FullName, $"{precision}.onnx");
                await File.WriteAllBytesAsync(path, graph, cancellationToken).ConfigureAwait(false);
                var plan = new VisitPlan { GraphPath = path, Threads = 1, Cpus = [.. cpus.Take(1)], GraphOptimization = "all", Protocol = Shortest };
                var outcome = await runner.MeasureAsync(plan, cancellationToken).ConfigureAwait(false);
                if (outcome.Result is not null) precisions.Add(precision);
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return precisions;
    }
}
