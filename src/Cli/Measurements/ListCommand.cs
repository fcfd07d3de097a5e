using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(CliHost host)
    {
        var campaign = new Option<string?>("--campaign") { Description = "Only those of this campaign.", HelpName = "C" };
        var target = new Option<string>("--target") { Description = "Only those on this target.", HelpName = "T", DefaultValueFactory = _ => "" };
        var verdict = new WordOption<Verdict>("--verdict", "Only those with this verdict", Words.Verdicts);
        var limit = OptionFactory.Whole("--limit", "Most measurements to show.", 1, 10_000_000, 100);
        var json = OptionFactory.Json();
        var command = host.Command(
            "list",
            "Measurements in the order in which they were made, without raw samples.",
            "latbench measurements list --campaign 1 --verdict valid --limit 20");
        foreach (var option in new Option[] { campaign, target, verdict, limit, json })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(campaign) is { } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
        });
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var filter = new ListMeasurementsRequest
            {
                Campaign = context.Get(campaign) is { } name ? ResourceName.Complete("campaigns", name) : "",
                Target = context.Get(target),
                Verdict = context.Get(verdict),
            };
            var measurements = await MeasurementList.ReadAsync(connection, filter, context.Get(limit), context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(new ListMeasurementsResponse { Measurements = { measurements } });
            else if (measurements.Count == 0)
                context.Terminal.Note(await WhyNoneAsync(connection, filter, context.CancellationToken));
            else
                context.Terminal.Table(["MEASUREMENT", "VERDICT", "LATENCY", "ERROR", "PASSES", "SAMPLES", "TARGET", "EFFECTIVE CELL"], measurements.Select(Row));
            return ExitCode.Done;
        });
    }

    private static async Task<string> WhyNoneAsync(CoordinatorConnection connection, ListMeasurementsRequest filter, CancellationToken cancellationToken) =>
        filter.Target.Length > 0
        && (await TargetsCommand.ReadAsync(connection, filter.Target, cancellationToken)).FirstOrDefault(target => target.Origin == Origin.Imported) is { } imported
            ? $"{imported.Target} was not measured here, its {Figures.Count(imported.Labels, "latency", "latencies")} were imported: `latbench measurements export --target {ShellWord.Quote(imported.Target)}` prints them."
            : "There is no such measurement.";

    private static string[] Row(Measurement measurement) =>
    [
        measurement.Name,
        MeasurementText.Verdict(measurement),
        MeasurementText.Latency(measurement.Summary),
        MeasurementText.Error(measurement.Summary),
        Figures.Count(measurement.Summary?.Passes ?? 0),
        Figures.Count(measurement.Summary?.Samples ?? 0),
        measurement.Target,
        measurement.EffectiveCell,
    ];
}
