using System.CommandLine;
using System.Diagnostics;
using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>
/// Scores a large sample of a space as a search with a limit does: drawn in blocks, predicted, and all but the best forgotten. The predictor learns a made-up latency,
/// which costs what a measured one does.
/// </summary>
internal static class ScoreBench
{
    private const string Name = "score";

    private const ulong Seed = 1;

    private const double Megabyte = 1e6;

    private static readonly Option<int> Candidates = BenchCommand.Count("--candidates", 1_000_000, "Architectures to score.");

    private static readonly Option<int> Labels = BenchCommand.Count("--labels", 500, "Labels of the predictor.", least: 20);

    private static readonly Option<string> Trainer = new("--predictor") { DefaultValueFactory = _ => Trainers.Default, Description = "The trainer of the predictor." };

    public static Command Command() => BenchCommand.Create(
        Name, "How fast a large sample of a space is scored, and how much memory that takes.", [BenchSpace.Name, Candidates, Labels, Trainer], RunAsync);

    private static async Task<object> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (space, count) = (BenchSpace.Of(parsed), parsed.GetValue(Candidates));
        LabelledArchitecture[] labels = [.. space.Sample(parsed.GetValue(Labels), Seed).Select(architecture => new LabelledArchitecture(architecture, MadeUp(space, architecture)))];
        var trained = Trainers.Named(parsed.GetRequiredValue(Trainer)).Train(TrainingLabels.Of(space, labels, Seed), new TrainingOptions { Seed = Seed, Threads = Environment.ProcessorCount }, null, cancellationToken);
        using var predictor = OnnxPredictor.Load(trained.Export(), SearchSpaceRegistry.BuiltIn);
        var limit = new LatencyLimit("bench", labels.Select(label => label.Latency).Order().ElementAt(labels.Length / 2));
        Console.WriteLine(FormattableString.Invariant($"settings: {space.Name}, {count} architectures, the best {CandidateSet.SampleSize} within {limit.Max.Milliseconds:F2} ms are kept; {labels.Length} labels, {Environment.ProcessorCount} threads"));

        var start = Stopwatch.GetTimestamp();
        var (candidates, drawn) = await CandidateScreening.OfAsync(
            space, count, CandidateSet.SampleSize, [new ScreenedTarget(limit, (architectures, _) => Task.FromResult(predictor.Predict(architectures)))], confident: false, Prior, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / Megabyte;
        Console.WriteLine(FormattableString.Invariant($"scored:   {drawn} in {elapsed.TotalSeconds:F1} s, {drawn / elapsed.TotalSeconds:F0} a second; {candidates.Count} kept; peak memory {peak:F0} MB"));
        return new
        {
            bench = Name,
            space = space.Name,
            scored = drawn,
            kept = candidates.Count,
            seconds = Math.Round(elapsed.TotalSeconds, 1),
            scored_per_second = Math.Round(drawn / elapsed.TotalSeconds),
            peak_memory_mb = Math.Round(peak),
        };
    }

    /// <summary>A latency that grows with the work and differs by the text.</summary>
    private static Latency MadeUp(ISearchSpace space, Architecture architecture)
    {
        var costs = space.Costs(architecture, space.DefaultInput);
        return Latency.FromMilliseconds(1 + (costs.Macs / 2e7) + (costs.Parameters / 5e6) + (Prior(architecture) % 100 / 1000));
    }

    /// <summary>A prior that costs next to nothing, so that drawing does not end early.</summary>
    private static double Prior(Architecture architecture) => architecture.Text.Aggregate(17u, (hash, character) => (hash * 31) + character);
}
