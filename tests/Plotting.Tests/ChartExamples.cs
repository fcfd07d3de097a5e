using LatBench.Plotting.Charts;

namespace LatBench.Plotting.Tests;

/// <summary>A chart of each kind, with the number of its points and texts that it shows.</summary>
public static class ChartExamples
{
    private const string Target = "lab-xeon/ort-1.31.1/cpu/t1";

    private const string Subtitle = "40 networks of nas-bench-201, cifar100, batch 1, fp32, pruned";

    /// <summary>As long as slugs can be.</summary>
    private static readonly string LongTarget = "imported/" + string.Concat(Enumerable.Repeat("raspberry-pi-4-", 12)) + "end";

    private static readonly double[] Latencies = [.. Enumerable.Range(1, 40).Select(i => 0.4 + (0.05 * i) + (0.02 * (i % 7)))];

    public static readonly IReadOnlyDictionary<string, (Chart Chart, int Circles, string[] Texts)> All = new Dictionary<string, (Chart, int, string[])>
    {
        ["macs"] = (Scatter(Target, "MACs", 4e6, Latencies.Length), 40, ["MACs, millions", "latency, ms", "Latency against MACs on " + Target, Subtitle]),
        ["parameters"] = (Scatter(LongTarget, "parameters", 10, Latencies.Length), 40, ["parameters", "latency, ms"]),
        ["one"] = (Scatter(Target, "MACs", 4e9, 1), 1, ["MACs, thousand millions"]),
        ["histogram"] = (Histogram(Latencies), 0, ["latency, ms", "networks", "median 1.485 ms"]),
        ["histogram of one"] = (Histogram([2.5]), 0, ["median 2.5 ms"]),
        ["targets"] = (new TargetScatter { XTarget = LongTarget, YTarget = LongTarget + "2", Subtitle = Subtitle, Points = [.. Latencies.Select(ms => (Around(ms), Around(ms * 1.5)))] }, 40, ["median ratio 1.5", "equal latency"]),
        ["far targets"] = (new TargetScatter { XTarget = Target, YTarget = LongTarget, Subtitle = Subtitle, Points = [.. Latencies.Select(ms => (Around(10 + ms), Around(1000 + ms)))] }, 40, [$"latency on {Target}, ms"]),
        ["predictions"] = (
            new PredictionScatter
            {
                Predictor = "latbench v3",
                Target = LongTarget,
                Subtitle = Subtitle,
                Points = [.. Latencies.Select((ms, i) => (ms, Around(ms * (i == 5 ? 1.3 : 1.01))))],
                Shares = [(1, 12.34), (5, 97.5), (10, 97.5)],
            },
            40 + 2, // two more explain the colours
            ["12.3 % within ±1 %", "97.5 % within ±5 %", "97.5 % within ±10 %", "measured latency, ms", "predicted latency, ms", "within ±5 %", "predicted = measured"]),
        ["trace"] = (new AccuracyTrace { Points = [.. Latencies.Select((ms, i) => (i + 1, 60 + ms))] }, 40, ["Best accuracy so far", "trainings reported", "accuracy, %"]),
        ["front"] = (
            new AccuracyFront { Target = LongTarget, Points = [.. Latencies.Select(ms => (ms, 60 + ms))], Front = [(Latencies[0], 60 + Latencies[0]), (Latencies[^1], 60 + Latencies[^1])], LimitMs = 2.25 },
            40 + 2,
            ["Accuracy against latency", "accuracy, %", "limit 2.25 ms"]),
    };

    private static Interval Around(double value) => new(value, 0.98 * value, 1.02 * value);

    private static LatencyScatter Scatter(string target, string cost, double unit, int count) =>
        new() { Target = target, Subtitle = Subtitle, Cost = cost, Points = [.. Latencies.Take(count).Select((ms, i) => ((i + 1) * unit, Around(ms)))] };

    private static LatencyHistogram Histogram(IReadOnlyList<double> latencies) => new() { Target = Target, Subtitle = Subtitle, Counted = "networks", LatenciesMs = latencies };
}
