using System.CommandLine;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;

namespace LatBench.Bench;

/// <summary>How far two independent campaigns over the same models differ, and whether their intervals say so.</summary>
internal static class RepeatabilityBench
{
    private const string Name = "repeatability";

    private static readonly Option<int> Models = BenchCommand.Count("--models", 100, "Models to measure twice.");

    public static Command Command() => BenchCommand.Create(
        Name, "How far two independent campaigns over the same models differ.", [Models], (parsed, token) => RunAsync(parsed.GetValue(Models), token));

    private static async Task<object> RunAsync(int models, CancellationToken cancellationToken)
    {
        Console.WriteLine($"settings: two campaigns one after the other over the same {models} models (cifar100, batch 1, fp32, one thread), default protocol, orders of visits unrelated");
        await using var installation = await LocalInstallation.StartAsync(cancellationToken);
        var first = await installation.MeasureAsync(models, new Protocol { Seed = 1 }, cancellationToken);
        var second = await installation.MeasureAsync(models, new Protocol { Seed = 2 }, cancellationToken);
        Console.WriteLine($"campaigns: {first.Elapsed.TotalSeconds:F1} s and {second.Elapsed.TotalSeconds:F1} s, {first.Campaign.Progress.JobsDone} and {second.Campaign.Progress.JobsDone} visits");

        var pairs = Pairs(first.Measurements, second.Measurements);
        var headline = Differences(pairs, summary => summary.LatencyMs);
        var median = Differences(pairs, summary => summary.MedianMs);
        var mean = Differences(pairs, summary => summary.MeanMs);
        var minimum = Differences(pairs, summary => summary.MinMs);
        var coverage = pairs.Average(pair => ((Holds(pair.First, pair.Second) ? 1.0 : 0) + (Holds(pair.Second, pair.First) ? 1 : 0)) / 2);
        foreach (var (name, rounds) in new[] { ("quiet", headline), ("median", median), ("mean", mean), ("minimum", minimum) })
            Console.WriteLine($"{name + ":",-9} relative difference {rounds.Median:P2} median, {rounds.Quantile(0.9):P2} 90th percentile");
        return new
        {
            bench = Name,
            median_rel_diff = Math.Round(headline.Median, 5),
            p90_rel_diff = Math.Round(headline.Quantile(0.9), 5),
            ci_coverage = Math.Round(coverage, 4),
            median_of_samples = Figures(median),
            mean_of_samples = Figures(mean),
            min_of_samples = Figures(minimum),
            models = pairs.Count,
        };
    }

    private static List<(LatencySummary First, LatencySummary Second)> Pairs(IReadOnlyList<Measurement> first, IReadOnlyList<Measurement> second)
    {
        var pairs = first
            .Join(second, measurement => measurement.ModelSha256, measurement => measurement.ModelSha256, (one, other) => (one.Summary, other.Summary))
            .Where(pair => pair is { Item1: not null, Item2: not null })
            .ToList();
        return pairs.Count > 0 ? pairs : throw new BenchException("No model was measured in both campaigns.");
    }

    private static Rounds Differences(IEnumerable<(LatencySummary First, LatencySummary Second)> pairs, Func<LatencySummary, double> figure)
    {
        var differences = new Rounds();
        foreach (var (first, second) in pairs)
            differences.Add(2 * Math.Abs(figure(first) - figure(second)) / (figure(first) + figure(second)));
        return differences;
    }

    private static bool Holds(LatencySummary interval, LatencySummary other) =>
        interval.Ci95LowMs <= other.LatencyMs && other.LatencyMs <= interval.Ci95HighMs;

    private static object Figures(Rounds differences) => new
    {
        median_rel_diff = Math.Round(differences.Median, 5),
        p90_rel_diff = Math.Round(differences.Quantile(0.9), 5),
    };
}
