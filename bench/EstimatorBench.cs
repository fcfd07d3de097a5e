using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LatBench.Bench.Installation;
using LatBench.Contracts.V1;
using LatBench.Measurements;
using PassResult = LatBench.Measurements.PassResult;

namespace LatBench.Bench;

/// <summary>
/// Compares how well estimators repeat at equal cost: one campaign is cut into an earlier and a later half, and each estimator is made of the
/// same visits of each.
/// </summary>
internal static class EstimatorBench
{
    private const string Name = "estimators";

    private static readonly int[] VisitCounts = [5, 8, 12];

    private static readonly Option<int> Models = BenchCommand.Count("--models", 100, "Models to measure.");

    private static readonly Option<int> Passes = BenchCommand.Count("--passes", 32, "Visits of each model, 24 or more.");

    private static readonly IReadOnlyList<(string Name, Func<IReadOnlyList<PassResult>, double> Estimate)> Estimators =
    [
        ("p5", passes => Pooled(passes, 0.05)),
        ("p5_at_reference_clock", AtReferenceClock),
        ("p10", passes => Pooled(passes, 0.10)),
        ("p25", passes => Pooled(passes, 0.25)),
        ("median", passes => Pooled(passes, 0.50)),
        ("minimum", passes => Pooled(passes, 0)),
        ("mean", passes => passes.SelectMany(pass => pass.SamplesNs).Average()),
        ("mean_of_two_least_visit_minima", passes => Minima(passes).Take(2).Average()),
        ("p25_of_visit_minima", passes => Quantile.OfSorted([.. Minima(passes)], 0.25)),
        ("median_of_visit_medians", passes => At(passes.Select(pass => At(pass.SamplesNs.Select(ns => (double)ns), 0.5)), 0.5)),
        ("median_over_canary", OverCanary),
    ];

    public static Command Command() => BenchCommand.Create(
        Name,
        "Which estimator of a model's latency repeats best at equal cost, on the same raw samples.",
        [Models, Passes],
        (parsed, token) => RunAsync(parsed.GetValue(Models), parsed.GetValue(Passes), token));

    private static async Task<object> RunAsync(int models, int passes, CancellationToken cancellationToken)
    {
        if (passes / 2 < VisitCounts[^1]) throw new BenchException($"--passes must be {2 * VisitCounts[^1]} or more, because half of them must be {VisitCounts[^1]}.");
        Console.WriteLine(
            $"settings: {models} models (cifar100, batch 1, fp32, one thread), {passes} visits each without a spread; each estimator from the first visits of the earlier half and of the later half");
        await using var installation = await LocalInstallation.StartAsync(cancellationToken);
        var protocol = new Protocol { MinPasses = passes, MaxPasses = passes, MinSpread = new Duration(), Seed = 1 };
        var outcome = await installation.MeasureAsync(models, protocol, cancellationToken);
        var visits = await installation.PassesAsync(outcome.Measurements, cancellationToken);
        AssignCanary(visits);
        Console.WriteLine($"campaign: {outcome.Elapsed.TotalSeconds:F1} s; relative difference of the two halves over the models, median / 90th percentile in %");
        Console.WriteLine($"{"",-32}{string.Concat(VisitCounts.Select(count => $"{count + " visits",16}"))}");
        var rows = Estimators.Select(estimator => new
        {
            estimator = estimator.Name,
            by_visits = VisitCounts.Select(count => Compare(visits, count, estimator.Estimate)).ToArray(),
        }).ToArray();
        foreach (var row in rows)
            Console.WriteLine($"{row.estimator,-32}{string.Concat(row.by_visits.Select(figure => $"{Percent(figure.Median) + " / " + Percent(figure.Quantile(0.9)),16}"))}");
        var coverage = VisitCounts.Select(count => Coverage(visits, count)).ToArray();
        Console.WriteLine($"{"interval holds the other",-32}{string.Concat(coverage.Select(share => $"{Percent(share),16}"))}");
        return new
        {
            bench = Name,
            visits = VisitCounts,
            estimators = rows.Select(row => new
            {
                row.estimator,
                median_rel_diff = row.by_visits.Select(figure => Math.Round(figure.Median, 5)),
                p90_rel_diff = row.by_visits.Select(figure => Math.Round(figure.Quantile(0.9), 5)),
            }),
            ci_coverage = coverage.Select(share => Math.Round(share, 4)),
        };
    }

    private static (PassResult[] First, PassResult[] Second) Halves(PassResult[] passes, int count)
    {
        var half = passes.Length / 2;
        return (passes[..count], passes[half..(half + count)]);
    }

    private static Rounds Compare(IReadOnlyList<PassResult[]> visits, int count, Func<IReadOnlyList<PassResult>, double> estimate)
    {
        var differences = new Rounds();
        foreach (var passes in visits)
        {
            var (first, second) = Halves(passes, count);
            var (one, other) = (estimate(first), estimate(second));
            differences.Add(2 * Math.Abs(one - other) / (one + other));
        }

        return differences;
    }

    private static double Coverage(IReadOnlyList<PassResult[]> visits, int count) => visits.Average(passes =>
    {
        var (first, second) = Halves(passes, count);
        var (one, other) = (LatencyEstimator.Summarize(first, 1), LatencyEstimator.Summarize(second, 1));
        return ((Holds(one, other.Latency) ? 1.0 : 0) + (Holds(other, one.Latency) ? 1 : 0)) / 2;
    });

    private static bool Holds(Measurements.LatencySummary summary, Latency estimate) => summary.Ci95Low <= estimate && estimate <= summary.Ci95High;

    /// <summary>Gives every visit the canary that was read last before it.</summary>
    private static void AssignCanary(IReadOnlyList<PassResult[]> visits)
    {
        IReadOnlyList<long> last = [];
        foreach (var (model, pass) in visits.Index().SelectMany(model => model.Item.Index().Select(pass => (Model: model.Index, Pass: pass.Index))).OrderBy(at => visits[at.Model][at.Pass].StartTime))
        {
            if (visits[model][pass].CanaryNs.Count > 0) last = visits[model][pass].CanaryNs;
            visits[model][pass] = visits[model][pass] with { CanaryNs = last };
        }
    }

    private static double OverCanary(IReadOnlyList<PassResult> passes) => At(
        passes.Where(pass => pass.CanaryNs.Count > 0).SelectMany(pass =>
        {
            var canary = At(pass.CanaryNs.Select(ns => (double)ns), 0.5);
            return pass.SamplesNs.Select(ns => ns / canary);
        }),
        0.5);

    private static IEnumerable<double> Minima(IEnumerable<PassResult> passes) => passes.Select(pass => (double)pass.SamplesNs.Min()).Order();

    private static double Pooled(IReadOnlyList<PassResult> passes, double probability) =>
        At(passes.SelectMany(pass => pass.SamplesNs).Select(ns => (double)ns), probability);

    private static double AtReferenceClock(IReadOnlyList<PassResult> passes) =>
        At(passes.SelectMany(pass => pass.SamplesNs.Select(ns => ns * pass.ClockCorrection)), 0.05);

    private static double At(IEnumerable<double> values, double probability) => Quantile.OfSorted([.. values.Order()], probability);

    private static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);
}
