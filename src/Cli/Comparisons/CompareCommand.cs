using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measure;
using LatBench.Measurements.Comparisons;

namespace LatBench.Cli.Comparisons;

/// <summary><c>latbench compare</c>.</summary>
internal static class CompareCommand
{
    public static CliCommand Create(CliHost host)
    {
        var first = Side("A", "The first: a target slug, campaigns/3 or 3, measurements/17, a snapshot (1.0.0 or its directory); with --campaign also a model or a precision; with --measure an ONNX file.");
        var second = Side("B", "The second, of the same kind: its latency is divided by that of the first.");
        var campaign = new Option<string?>("--campaign") { Description = "Compare two targets, models or precisions within this campaign.", HelpName = "C" };
        var space = new Option<string?>("--space") { Description = $"Only models of this search space: {string.Join(", ", host.Environment.SearchSpaces.Spaces.Select(known => known.Name))}, onnx [default: all].", HelpName = "NAME" };
        var tolerance = OptionFactory.Part("--tolerance", "The least difference that counts as faster or slower", 0);
        var equivalence = OptionFactory.Part("--equivalence", "The difference within which two latencies count as equal", 0.02);
        var limit = OptionFactory.Whole("--limit", "Most models to show; all are compared.", 1, 10_000_000, 100);
        var measure = new Option<bool>("--measure") { Description = "A and B are ONNX files, which are measured now in passes that take turns." };
        var measuring = new MeasureOptions();
        var json = OptionFactory.Json();
        var command = host.Command(
            "compare",
            "Two targets, campaigns, measurements, snapshots, models or precisions, model by model: the ratio of their latencies with its 95 % interval, and which is faster.",
            "latbench compare lab-xeon/ort-1.30.0/cpu/t1 lab-xeon/ort-1.31.1/cpu/t1",
            "latbench compare --measure before.onnx after.onnx",
            "latbench compare campaigns/3 campaigns/4",
            "latbench compare fp32 int8 --campaign 3",
            "latbench compare measurements/17 measurements/18 --json",
            "latbench compare datasets/latbench-1.0.0 datasets/latbench-2.0.0");
        command.Add(first);
        command.Add(second);
        foreach (var option in new Option[] { measure, campaign, space, tolerance, equivalence, limit, json })
            command.Add(option);
        measuring.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(measure) && new Option[] { campaign, space }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } idle)
                result.AddError($"{idle.Name} is for what was measured before, and --measure measures now: leave one of them away.");
            if (!result.GetValue(measure) && measuring.Idle(result) is { } unused)
                result.AddError($"{unused.Name} is for measuring now, and these were measured before: add --measure, or leave it away.");
            if (result.GetValue(campaign) is { } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
        });
        return command.SetHandler(async context =>
        {
            var comparison = new ComparisonOptions { Tolerance = context.Get(tolerance), Equivalence = context.Get(equivalence) };
            if (context.Get(measure))
            {
                var measured = await MeasuredComparison.RunAsync(context, context.Get(first)!, context.Get(second)!, measuring.Read(context), comparison);
                Print(context, context.Get(first)!, context.Get(second)!, measured, context.Get(json), context.Get(limit));
                return ExitCode.Done;
            }

            var name = context.Get(campaign) is { } given ? ResourceName.Complete("campaigns", given) : null;
            var (one, other) = ComparisonSide.Parse(context.Get(first)!, context.Get(second)!, name is not null);
            var filter = new PairFilter(name, context.Get(space) ?? "");
            var compared = one.Kind == SideKind.Snapshot
                ? await SnapshotPairs.CompareAsync(context, one, other, filter.Space, comparison)
                : await MeasurementsAsync(context, one, other, filter, comparison);
            if (compared.Models.Count == 0)
                throw new CliException(NothingInCommon(one, other, compared, filter));
            Print(context, one.Name, other.Name, compared, context.Get(json), context.Get(limit));
            return ExitCode.Done;
        });
    }

    private static void Print(CommandContext context, string first, string second, ComparedModels compared, bool json, int limit)
    {
        if (json)
            context.Terminal.Json(ComparisonDocument.Of(first, second, compared, limit), ComparisonJsonContext.Default.ComparisonDocument);
        else
            ComparisonReport.Print(context.Terminal, first, second, compared, limit);
    }

    private static Argument<string> Side(string name, string description) => new(name) { Description = description };

    private static async Task<ComparedModels> MeasurementsAsync(CommandContext context, ComparisonSide first, ComparisonSide second, PairFilter filter, ComparisonOptions options)
    {
        using var connection = context.Connect();
        var matched = await MeasurementPairs.ReadAsync(context, connection, first, second, filter);
        var models = context.Terminal.ShowsProgressBar && matched.Pairs.Count > 1
            ? await context.Terminal.WithProgressAsync("reading passes", report => PairComparison.CompareAsync(connection, matched.Pairs, matched.Names, options, report, context.CancellationToken))
            : await PairComparison.CompareAsync(connection, matched.Pairs, matched.Names, options, report: null, context.CancellationToken);
        return new ComparedModels(models, matched.OnlyFirst, matched.OnlySecond);
    }

    private static string NothingInCommon(ComparisonSide first, ComparisonSide second, ComparedModels compared, PairFilter filter)
    {
        var within = (filter.Campaign is null ? "" : $" in {filter.Campaign}") + (filter.Space.Length == 0 ? "" : $" of the search space {filter.Space}");
        return (compared.OnlyFirst, compared.OnlySecond) switch
        {
            (0, _) => $"Nothing measured belongs to {first.Name}{within}: see `latbench measurements list`.",
            (_, 0) => $"Nothing measured belongs to {second.Name}{within}: see `latbench measurements list`.",
            _ when first.Kind == SideKind.Campaign => $"{first.Name} and {second.Name} have no model in common{within} that was measured in the same configuration on the same target: compare two targets instead, or measure the same models on one.",
            _ => $"{first.Name} and {second.Name} have nothing in common{within} that was measured in the same configuration: measure the same on both.",
        };
    }
}
