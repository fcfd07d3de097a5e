using System.CommandLine;
using System.Diagnostics;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>Evaluates every predictor on a table of latencies; means over seeds, each with its own split. The test set is what neither training nor validation saw.</summary>
internal static class PredictorBench
{
    private const string Name = "predictor";

    /// <summary>Takes minutes a split, which all the others do not: its splits are trained side by side, and told one by one.</summary>
    private const string Slow = "paper-gcn";

    /// <summary>The number of architectures that are scored in place of a whole space where that is too large to be listed.</summary>
    private const int ScoredSample = 10_000;

    private static readonly Option<string> File = new("--latency") { Required = true, Description = "A CSV file with arch_str and latencies in milliseconds." };

    private static readonly Option<string> Column = new("--column") { DefaultValueFactory = _ => "latency_ms", Description = "The column to learn." };

    private static readonly Option<int> Train = BenchCommand.Count("--train", 900, "Labels to fit.");

    private static readonly Option<int> Validation = BenchCommand.Count("--validation", 100, "Labels to stop by and to calibrate by.");

    private static readonly Option<int> Seeds = BenchCommand.Count("--seeds", 5, "Splits.");

    private static readonly Option<int> Threads = BenchCommand.Count("--threads", Environment.ProcessorCount, "Threads of a training.");

    private static readonly Option<int> FirstSeed = BenchCommand.Count("--first-seed", 0, "The first split; a long run can be done in parts.", least: 0);

    private static readonly Option<string[]> Only = new("--predictors") { AllowMultipleArgumentsPerToken = true, Description = "Which predictors; all by default." };

    public static Command Command() => BenchCommand.Create(
        Name, "How well every predictor does on a table of latencies.", [BenchSpace.Name, File, Column, Train, Validation, Seeds, FirstSeed, Threads, Only],
        (parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));

    private static object Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var space = BenchSpace.Of(parsed);
        var labels = BenchSpace.Labels(space, parsed.GetRequiredValue(File), parsed.GetRequiredValue(Column));
        var (train, validation, threads) = (parsed.GetValue(Train), parsed.GetValue(Validation), parsed.GetValue(Threads));
        var seeds = Enumerable.Range(parsed.GetValue(FirstSeed), parsed.GetValue(Seeds)).Select(seed => (ulong)seed).ToArray();
        if (train + validation + 2 > labels.Length)
            throw new BenchException($"The table has {labels.Length} labels, and --train and --validation leave nothing to test on: take fewer.");
        Console.WriteLine($"settings: {space.Name}, {labels.Length} labels, {train} to fit and {validation} to validate, seeds {seeds[0]} to {seeds[^1]}, {threads} threads; {Slow} trains {threads} splits at a time, each on one thread");
        var only = parsed.GetValue(Only) is { Length: > 0 } names ? names : [.. Trainers.All.Where(trainer => !trainer.NeedsCellGraph || NetworkFeatures.EncodersOf(space).Graph is not null).Select(trainer => trainer.Name)];
        var rows = only.Select(name => Measure(space, Trainers.Named(name), labels, train, validation, seeds, threads, cancellationToken)).ToArray();
        var noise = LabelNoise.Of(space, labels);
        return new
        {
            bench = Name,
            space = space.Name,
            predictors = rows,
            label_noise = new { labels = noise.Labels, within_1 = Rounded(noise.Within1), within_5 = Rounded(noise.Within5), within_10 = Rounded(noise.Within10) },
        };
    }

    private static Dictionary<string, object> Measure(
        ISearchSpace space, ITrainer trainer, IReadOnlyList<LabelledArchitecture> labels, int train, int validation, ulong[] seeds, int threads, CancellationToken cancellationToken)
    {
        var together = trainer.Name == Slow ? threads : 1;
        var runs = new Dictionary<string, double>[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = together, CancellationToken = cancellationToken }, place =>
        {
            var deck = Deck(labels, seeds[place]);
            var given = TrainingLabels.Of(space, deck[..train], deck[train..(train + validation)]);
            runs[place] = Measure(space, trainer, given, deck[(train + validation)..], new TrainingOptions { Seed = seeds[place], Threads = threads / together }, cancellationToken);
        });

        var row = new Dictionary<string, object> { ["name"] = trainer.Name };
        foreach (var figure in runs[0].Keys)
        {
            var values = runs.Select(run => run[figure]).ToArray();
            row[figure] = Rounded(values.Average());
            row[figure + "_sd"] = Rounded(Deviation(values));
        }

        Console.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{trainer.Name,-14} ±1 % {row["within_1"],6}  ±5 % {row["within_5"],6}  ±10 % {row["within_10"],6}  Spearman {row["spearman"],7}  coverage {row["interval90_coverage"],6}  {row["train_seconds"]} s, whole space {row["whole_space_seconds"]} s"));
        return row;
    }

    private static Dictionary<string, double> Measure(
        ISearchSpace space, ITrainer trainer, TrainingLabels labels, LabelledArchitecture[] test, TrainingOptions options, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var predictor = trainer.Train(labels, options, cancellationToken: cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        using var served = LatBench.Prediction.Serving.OnnxPredictor.Load(predictor.Export(), SearchSpaceRegistry.BuiltIn, options.Threads);
        start = Stopwatch.GetTimestamp();
        served.Predict(SpaceIndex.Of(space)?.Measurable ?? space.Sample(ScoredSample, 1));
        var scoring = Stopwatch.GetElapsedTime(start);
        var figures = Figures(Accuracy.Of(served.Predict([.. test.Select(label => label.Architecture)]), test), elapsed, scoring);
        if (trainer.Name == Slow)
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{trainer.Name} seed {options.Seed}: {string.Join(", ", figures.Select(figure => $"{figure.Key} {Rounded(figure.Value)}"))}"));
        return figures;
    }

    private static Dictionary<string, double> Figures(Accuracy accuracy, TimeSpan training, TimeSpan space) => new()
    {
        ["within_1"] = accuracy.Within1,
        ["within_5"] = accuracy.Within5,
        ["within_10"] = accuracy.Within10,
        ["spearman"] = accuracy.Spearman,
        ["kendall"] = accuracy.Kendall,
        ["mape"] = accuracy.Mape,
        ["train_seconds"] = training.TotalSeconds,
        ["whole_space_seconds"] = space.TotalSeconds,
        ["interval90_coverage"] = accuracy.Interval90Coverage,
        ["interval90_mean_width"] = accuracy.Interval90MeanWidth,
    };

    private static LabelledArchitecture[] Deck(IReadOnlyList<LabelledArchitecture> labels, ulong seed) =>
        new SplitMix64(seed).Shuffle(labels);

    private static double Deviation(double[] values) =>
        values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - values.Average()) * (value - values.Average())) / (values.Length - 1));

    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 5) : 0;
}
