using System.CommandLine;
using LatBench.Prediction.Evaluation;
using LatBench.Prediction.FewShot;
using LatBench.Prediction.Labels;

namespace LatBench.Bench;

/// <summary>Measures the accuracy of predictions for unseen devices, from a few measurements, which the prior chooses, and the latencies of other devices.</summary>
internal static class FewShotBench
{
    private const string Name = "few-shot";

    private static readonly Option<string> File = new("--latency") { Required = true, Description = "A CSV file with arch_str and one column a device." };

    private static readonly Option<string> MetaTrain = new("--meta-train") { Required = true, Description = "The columns the prior is learnt from, with commas." };

    private static readonly Option<string> Test = new("--test") { Required = true, Description = "The columns to adapt to, with commas; the prior never sees them." };

    private static readonly Option<int> Samples = BenchCommand.Count("--samples", DevicePrior.DefaultMeasurements, "Measurements of a new device.");

    private static readonly Option<int> Seeds = BenchCommand.Count("--seeds", 5, "Choices of what to measure.");

    public static Command Command() => BenchCommand.Create(
        Name, "How well a new device is predicted from ten measurements.", [File, MetaTrain, Test, Samples, Seeds],
        (parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));

    private static object Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var (meta, tested) = (parsed.GetRequiredValue(MetaTrain).Split(','), parsed.GetRequiredValue(Test).Split(','));
        if (meta.Intersect(tested).Any())
            throw new BenchException($"{string.Join(", ", meta.Intersect(tested))} cannot be both learnt from and tested on.");
        var prior = DevicePrior.Learn(BenchSpace.Space, [.. meta.Select(device => new DeviceLabels(device, BenchSpace.Labels(file, device)))], cancellationToken: cancellationToken);
        Console.WriteLine($"settings: {meta.Length} devices learnt from, {tested.Length} tested, {parsed.GetValue(Samples)} measurements, seeds 0 to {parsed.GetValue(Seeds) - 1}");
        var devices = tested.ToDictionary(device => device, device => Measure(prior, BenchSpace.Labels(file, device), parsed.GetValue(Samples), parsed.GetValue(Seeds)));
        foreach (var (device, figures) in devices)
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{device,-16} Spearman {figures["spearman"],7}  ±10 % {figures["within_10"],6}  coverage {figures["interval90_coverage"],6}"));
        return new { bench = Name, spearman_mean = Math.Round(devices.Values.Average(figures => figures["spearman"]), 5), devices };
    }

    private static Dictionary<string, double> Measure(DevicePrior prior, IReadOnlyList<LabelledArchitecture> labels, int samples, int seeds)
    {
        var known = labels.ToDictionary(label => label.Architecture);
        var runs = Enumerable.Range(0, seeds).Select(seed =>
        {
            var chosen = prior.Choose(samples, (ulong)seed).ToHashSet();
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
