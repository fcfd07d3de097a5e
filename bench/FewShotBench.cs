using System.CommandLine;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Bench;

/// <summary>Measures the accuracy of predictions for unseen devices, from a few measurements, which the prior chooses, and the latencies of other devices.</summary>
internal static class FewShotBench
{
    private const string Name = "few-shot";

    private static readonly Option<string[]> Files = new("--latency")
    {
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Description = "CSV files with arch_str and a column of milliseconds for each device, such as those of dataset-labels; may be repeated.",
    };

    private static readonly Option<string> MetaTrain = new("--meta-train")
    {
        Required = true,
        Description = "The devices that the prior is learnt from, two or more, with commas: a column, or a file without its extension where it has one column.",
    };

    private static readonly Option<string> Test = new("--test") { Required = true, Description = "The devices to adapt to, with commas; the prior never sees them." };

    private static readonly Option<int> Samples = BenchCommand.Count("--samples", DevicePrior.DefaultMeasurements, "Measurements of a new device.", DevicePrior.MinimumMeasurements);

    private static readonly Option<int> Seeds = BenchCommand.Count("--seeds", 5, "Choices of what to measure.");

    public static Command Command() => BenchCommand.Create(
        Name, "How well a new device is predicted from ten measurements. It takes latencies of three devices or more: two to learn from and one that is new.", [BenchSpace.Name, Files, MetaTrain, Test, Samples, Seeds],
        (parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));

    private static object Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (space, tables) = (BenchSpace.Of(parsed), new DeviceTables(BenchSpace.Of(parsed), parsed.GetRequiredValue(Files)));
        var (meta, tested) = (parsed.GetRequiredValue(MetaTrain).Split(','), parsed.GetRequiredValue(Test).Split(','));
        if (meta.Intersect(tested).Any())
            throw new BenchException($"{string.Join(", ", meta.Intersect(tested))} cannot be both learnt from and tested on.");
        var (samples, seeds) = (parsed.GetValue(Samples), parsed.GetValue(Seeds));
        var unseen = tested.ToDictionary(device => device, tables.Labels);
        foreach (var (device, labels) in unseen.Where(one => one.Value.Length < samples + 2))
            throw new BenchException($"{device} has {labels.Length} latencies, and --samples {samples} leave nothing to test on: take fewer.");
        var prior = DevicePrior.Learn(space, [.. meta.Select(device => new DeviceLabels(device, tables.Labels(device)))], cancellationToken: cancellationToken);
        Console.WriteLine($"settings: {space.Name}, {meta.Length} devices learnt from, {tested.Length} tested, {samples} measurements, seeds 0 to {seeds - 1}");
        var devices = unseen.ToDictionary(device => device.Key, device => Measure(space, prior, device.Value, samples, seeds));
        foreach (var (device, figures) in devices)
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{device,-16} Spearman {figures["spearman"],7}  ±10 % {figures["within_10"],6}  coverage {figures["interval90_coverage"],6}"));
        return new { bench = Name, space = space.Name, spearman_mean = Math.Round(devices.Values.Average(figures => figures["spearman"]), 5), devices };
    }

    private static Dictionary<string, double> Measure(ISearchSpace space, DevicePrior prior, LabelledArchitecture[] labels, int samples, int seeds)
    {
        var known = labels.ToDictionary(label => label.Architecture);
        // Of a space that is too large to be measured, the prior would ask for architectures that the table does not have.
        var isWhole = DevicePrior.ArchitecturesOf(space).All(known.ContainsKey);
        var runs = Enumerable.Range(0, seeds).Select(seed =>
        {
            var chosen = (isWhole ? prior.Choose(samples, (ulong)seed) : prior.ChooseAmong([.. known.Keys], samples, (ulong)seed)).ToHashSet();
            var predictor = prior.Adapt([.. chosen.Select(architecture => known[architecture])]);
            var test = labels.Where(label => !chosen.Contains(label.Architecture)).ToArray();
            return Accuracy.Of(predictor.Predict([.. test.Select(label => label.Architecture)]), test);
        }).ToArray();
        return new()
        {
            ["spearman"] = Math.Round(runs.Average(run => run.Spearman), 5),
            ["within_5"] = Math.Round(runs.Average(run => run.Within5), 3),
            ["within_10"] = Math.Round(runs.Average(run => run.Within10), 3),
            ["interval90_coverage"] = Math.Round(runs.Average(run => run.Interval90Coverage), 3),
        };
    }
}
