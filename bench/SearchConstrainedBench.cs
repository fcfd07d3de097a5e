using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LatBench.LatencyTables;
using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.Search;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Limits;
using LatBench.Search.Strategies;
using LatBench.Search.Verification;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>
/// Searches under a latency limit with a predictor trained on some labels of a table of latencies; the winner is verified against the whole table, and
/// replaced by the next best until one meets the limit.
/// </summary>
internal static class SearchConstrainedBench
{
    private const string Name = "search-constrained";

    private const string Target = "table";

    private static readonly Option<string> Accuracy = new("--accuracy") { Required = true, Description = "A CSV file with arch_str and accuracies in percent." };

    private static readonly Option<string> AccuracyColumn = new("--column") { DefaultValueFactory = _ => "cifar100_test_200ep", Description = "The column that answers." };

    private static readonly Option<string> LatencyFile = new("--latency") { Required = true, Description = "A CSV file with arch_str and latencies in milliseconds." };

    private static readonly Option<string> LatencyColumn = new("--latency-column") { DefaultValueFactory = _ => "latency_ms", Description = "The column of latencies." };

    private static readonly Option<double> LimitMs = new("--limit-ms") { Required = true, Description = "The most milliseconds." };

    private static readonly Option<int> Labels = BenchCommand.Count("--labels", 900, "Latencies the predictor is trained on.");

    private static readonly Option<int> Budget = BenchCommand.Count("--budget", 100, "Trainings of a search.");

    private static readonly Option<int> Winners = BenchCommand.Count("--winners", 3, "Winners asked for.");

    private static readonly Option<int> Seeds = BenchCommand.Count("--seeds", 10, "Searches, each with labels of its own.");

    private static readonly Option<int> FirstSeed = new("--first-seed") { Description = "The first seed; 0 by default." };

    private static readonly Option<bool> Confident = new("--confident") { Description = "Keep only candidates whose upper end meets the limit." };

    private static readonly Option<string> Strategy = new("--strategy") { DefaultValueFactory = _ => SearchStrategies.Default, Description = "Who chooses." };

    public static Command Command() => BenchCommand.Create(
        Name, "How good an architecture a search finds under a latency limit.",
        [Accuracy, AccuracyColumn, LatencyFile, LatencyColumn, LimitMs, Labels, Budget, Winners, Seeds, FirstSeed, Confident, Strategy],
        (parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));

    private static object Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var accuracies = AccuracyTable.Open(BenchSpace.Space, parsed.GetRequiredValue(Accuracy), parsed.GetRequiredValue(AccuracyColumn)).Accuracies;
        var labels = BenchSpace.Labels(BenchSpace.Space, parsed.GetRequiredValue(LatencyFile), parsed.GetRequiredValue(LatencyColumn));
        var latencies = labels.Where(label => accuracies.ContainsKey(label.Architecture)).ToDictionary(label => label.Architecture, label => label.Latency);
        var limit = new LatencyLimit(Target, Latency.FromMilliseconds(parsed.GetValue(LimitMs)));
        var feasible = latencies.Where(pair => pair.Value.Milliseconds <= limit.Max.Milliseconds).Select(pair => pair.Key).ToArray();
        if (feasible.Length == 0)
            throw new BenchException(FormattableString.Invariant($"No network of the table meets {limit.Max.Milliseconds} ms: the fastest takes {latencies.Values.Min(latency => latency.Milliseconds):0.####} ms; raise the limit."));
        var best = feasible.Max(architecture => accuracies[architecture]);
        var candidates = CandidateSet.Of(BenchSpace.Space, latencies.Keys);
        var bestCandidate = CandidateSet.Of(BenchSpace.Space, latencies.Keys).All.Where(architecture => latencies[architecture].Milliseconds <= limit.Max.Milliseconds).Max(architecture => accuracies[architecture]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"settings: {latencies.Count} architectures with both figures, {feasible.Length} of them within {limit.Max.Milliseconds} ms, the best of those {best}, of one architecture for each distinct network {bestCandidate}"));
        var rows = Enumerable.Range(parsed.GetValue(FirstSeed), parsed.GetValue(Seeds)).Select(seed => One((ulong)seed)).ToArray();
        var gaps = rows.Where(row => row.Gap is not null).Select(row => row.Gap!.Value).ToArray();
        return new
        {
            bench = Name,
            strategy = parsed.GetRequiredValue(Strategy),
            limit_ms = limit.Max.Milliseconds,
            confident = parsed.GetValue(Confident),
            best_feasible = best,
            best_feasible_of_distinct_networks = bestCandidate,
            mean_gap_to_best_feasible = gaps.Length == 0 ? (double?)null : Math.Round(gaps.Average(), 4),
            mean_gap_to_best_candidate = gaps.Length == 0 ? (double?)null : Math.Round(rows.Where(row => row.Gap is not null).Average(row => row.Gap!.Value - row.OutOfReach), 4),
            max_gap = gaps.Length == 0 ? (double?)null : Math.Round(gaps.Max(), 4),
            optimum_share = gaps.Count(gap => gap <= 0) / (double)rows.Length,
            violations = rows.Sum(row => row.Violations),
            unconfirmed = rows.Sum(row => row.Missing),
            rejected_before_proof = Math.Round(rows.Average(row => row.Rejected), 2),
            seconds = Math.Round(rows.Average(row => row.Seconds), 2),
        };

        (double? Gap, double OutOfReach, int Violations, int Missing, int Rejected, double Seconds) One(ulong seed)
        {
            var start = Stopwatch.GetTimestamp();
            var shuffled = Deck(labels, seed)[..Math.Min(parsed.GetValue(Labels), labels.Length)];
            var predictor = Trainers.Named(Trainers.Default).Train(TrainingLabels.Of(BenchSpace.Space, shuffled, seed), new TrainingOptions { Seed = seed, Threads = Environment.ProcessorCount }, null, cancellationToken);
            var predictions = candidates.All.Zip(predictor.Predict(candidates.All)).ToDictionary(pair => pair.First, pair => pair.Second);
            var open = FeasibleCandidates.Of(candidates, [new PredictedLatencies(Target, predictions, limit)], parsed.GetValue(Confident));
            var strategy = SearchStrategies.Named(parsed.GetRequiredValue(Strategy));
            var run = new SearchRun(strategy, open, parsed.GetValue(Budget), seed) { Chance = parsed.GetValue(Confident) ? null : Chance };
            while (run.Suggest(strategy.Batch(parsed.GetValue(Budget)), cancellationToken) is { Count: > 0 } suggestions)
            {
                foreach (var architecture in suggestions)
                    run.Report(new Evaluation(architecture, accuracies[architecture]));
            }

            Architecture[] ranking = [.. run.Evaluations.OrderByDescending(evaluation => evaluation.Accuracy).Select(evaluation => evaluation.Architecture)];
            var measured = new Dictionary<Architecture, IReadOnlyList<MeasuredLatency>>();
            var wanted = parsed.GetValue(Winners);
            WinnerVerification verification;
            while ((verification = WinnerVerification.Of(ranking, wanted, measured, [Target], [limit], Chance)).Next.Count > 0)
            {
                foreach (var architecture in verification.Next)
                    measured.Add(architecture, [new MeasuredLatency(Target, latencies[architecture])]);
            }

            var gap = verification.Confirmed.Count == 0 ? (double?)null : best - accuracies[verification.Confirmed[0]];
            var violations = verification.Confirmed.Count(winner => latencies[winner].Milliseconds > limit.Max.Milliseconds);
            // Rows whose whole interval lies above the limit, though the table has them below it, are no candidates.
            var outOfReach = best - feasible.Where(open.Contains).Select(architecture => accuracies[architecture]).DefaultIfEmpty(best).Max();
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {open.Count} candidates, {verification.Confirmed.Count} winners confirmed, {verification.Rejected.Count} rejected, gap {gap:F3}, {outOfReach:F3} of it out of reach, {seconds:F1} s"));
            return (gap, outOfReach, violations, wanted - verification.Confirmed.Count, verification.Rejected.Count, seconds);

            double Chance(Architecture architecture) => LimitChance.Of(predictions[architecture], limit.Max);
        }
    }

    private static LabelledArchitecture[] Deck(IReadOnlyList<LabelledArchitecture> labels, ulong seed) =>
        new SearchSpaces.SplitMix64(seed).Shuffle(labels);
}
