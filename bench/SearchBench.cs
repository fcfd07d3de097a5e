using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LatBench.LatencyTables;
using LatBench.Search;
using LatBench.Search.Candidates;
using LatBench.Search.Evaluations;
using LatBench.Search.Strategies;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>Measures the quality of the best architecture that each strategy has found after so many trainings, with a table of accuracies in place of training.</summary>
internal static class SearchBench
{
    private const string Name = "search";

    private static readonly Option<string> File = new("--accuracy") { Required = true, Description = "A CSV file with arch_str and accuracies in percent." };

    private static readonly Option<string> Column = new("--column") { DefaultValueFactory = _ => "cifar100_test_200ep", Description = "The column that answers." };

    private static readonly Option<string> Budgets = new("--budgets") { DefaultValueFactory = _ => "25,50,100", Description = "After how many trainings to look, with commas." };

    /// <summary>The rank in the table from which on a search counts as one that found the top.</summary>
    private const int Top = 5;

    private static readonly Option<int> Seeds = BenchCommand.Count("--seeds", 20, "Searches of each strategy.");

    private static readonly Option<int> FirstSeed = new("--first-seed") { Description = "The first seed; 0 by default." };

    private static readonly Option<string[]> Only = new("--strategies") { AllowMultipleArgumentsPerToken = true, Description = $"Which strategies [default: {string.Join(", ", SearchStrategies.Names)}]; those of the paper take a minute a search: {string.Join(", ", PaperStrategies.Names)}." };

    private static readonly Option<int> Hidden = BenchCommand.Count("--hidden", new StrategyOptions().Hidden, "Width of the networks of brp-nas and gcn.");

    private static readonly Option<int> Epochs = BenchCommand.Count("--epochs", new StrategyOptions().Epochs, "Rounds of a training of brp-nas and gcn.");

    public static Command Command() => BenchCommand.Create(
        Name, "How good an architecture each search strategy finds.", [BenchSpace.Name, File, Column, Budgets, Seeds, FirstSeed, Only, Hidden, Epochs],
        (parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));

    private static object Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var space = BenchSpace.Of(parsed);
        var table = AccuracyTable.Open(space, parsed.GetRequiredValue(File), parsed.GetRequiredValue(Column)).Accuracies;
        var budgets = parsed.GetRequiredValue(Budgets).Split(',').Select(Budget).Order().ToArray();
        var candidates = CandidateSet.Of(space, table.Keys);
        var (seeds, first) = (parsed.GetValue(Seeds), parsed.GetValue(FirstSeed));
        var optimum = table.Values.Max();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"settings: {table.Count} architectures, {candidates.Count} of them compute different functions and have a path; best of the table {optimum}; seeds {first} to {first + seeds - 1}"));
        var only = parsed.GetValue(Only) is { Length: > 0 } names ? names : [.. SearchStrategies.Names.Where(name => !SearchStrategies.Named(name).NeedsCellGraph || NetworkFeatures.EncodersOf(space).Graph is not null)];
        var options = new StrategyOptions { Hidden = parsed.GetValue(Hidden), Epochs = parsed.GetValue(Epochs) };
        var rows = new List<object>();
        double[] accuracies = [.. table.Values.OrderDescending()];
        foreach (var name in only)
        {
            // One search serves all budgets where the strategy does not divide them into iterations.
            foreach (var group in budgets.GroupBy(Strategy(name, options).Batch))
            {
                var traces = Traces(name, seeds, seed => Trace(Strategy(name, options), candidates, table, group.Max(), group.Key, (ulong)(first + seed), cancellationToken));
                rows.AddRange(group.Select(budget => Row(name, budget, group.Key, traces, accuracies)));
            }
        }

        return new { bench = Name, space = space.Name, column = parsed.GetRequiredValue(Column), optimum, strategies = rows };
    }

    private static ISearchStrategy Strategy(string name, StrategyOptions options) =>
        PaperStrategies.Names.Contains(name) ? PaperStrategies.Named(name, threads: 1) : SearchStrategies.Named(name, options);

    /// <summary>One search after another, or side by side on all cores for those of the paper, which compute for a minute.</summary>
    private static (double Best, double Seconds)[][] Traces(string name, int seeds, Func<int, (double Best, double Seconds)[]> search)
    {
        var traces = new (double, double)[seeds][];
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = PaperStrategies.Names.Contains(name) ? Environment.ProcessorCount : 1 }, seed => traces[seed] = search(seed));
        return traces;
    }

    private static (double Best, double Seconds)[] Trace(
        ISearchStrategy strategy, CandidateSet candidates, IReadOnlyDictionary<Architecture, double> table, int budget, int batch, ulong seed, CancellationToken cancellationToken)
    {
        var run = new SearchRun(strategy, candidates, budget, seed);
        var trace = new List<(double, double)>();
        var (best, start) = (0.0, Stopwatch.GetTimestamp());
        while (run.Suggest(batch, cancellationToken) is { Count: > 0 } suggestions)
        {
            foreach (var architecture in suggestions)
            {
                best = Math.Max(best, table[architecture]);
                run.Report(new Evaluation(architecture, table[architecture]));
                trace.Add((best, Stopwatch.GetElapsedTime(start).TotalSeconds));
            }
        }

        return [.. trace];
    }

    private static object Row(string strategy, int budget, int batch, (double Best, double Seconds)[][] traces, double[] accuracies)
    {
        var best = traces.Select(trace => trace[Math.Min(budget, trace.Length) - 1].Best).ToArray();
        var mean = best.Average();
        var deviation = best.Length < 2 ? 0 : Math.Sqrt(best.Sum(value => (value - mean) * (value - mean)) / (best.Length - 1));
        var share = best.Count(value => value >= accuracies[0]) / (double)best.Length;
        double[] ranks = [.. best.Select(value => 1.0 + Array.FindIndex(accuracies, accuracy => accuracy <= value))];
        var (rank, top) = (ranks.Average(), ranks.Count(one => one <= Top) / (double)ranks.Length);
        var seconds = traces.Average(trace => trace[Math.Min(budget, trace.Length) - 1].Seconds);
        double[] ordered = [.. best.Order()];
        var (low, high) = (ordered[(ordered.Length - 1) / 4], ordered[^(((ordered.Length - 1) / 4) + 1)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{strategy,-18} {budget,4} evaluations, batches of {batch,3}: mean best {mean,8:F3} ± {deviation:F3}, middle half {low:F3} to {high:F3}, optimum in {share,4:P0}, mean rank {rank,7:F1}, top {Top} in {top,4:P0}, {seconds:F1} s"));
        return new { strategy, budget, batch, mean_best = Math.Round(mean, 4), sd = Math.Round(deviation, 4), lower_quartile = low, upper_quartile = high, optimum_share = share, mean_rank = Math.Round(rank, 2), top5_share = top, seconds = Math.Round(seconds, 2) };
    }

    private static int Budget(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var budget) && budget > 0
        ? budget
        : throw new BenchException($"'{text}' is not a budget: give whole numbers from 1 on, with commas.");
}
