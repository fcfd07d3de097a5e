using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Measurements.Plots;
using LatBench.Cli.Measurements.View;
using LatBench.Cli.Rendering;
using LatBench.Contracts.CommandLines;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements …</c>.</summary>
internal static class MeasurementCommands
{
    private const int PageSize = 1000;

    public static Command Create(CliHost host) => CliHost.Group(
        "measurements",
        "What was measured, here and elsewhere.",
        List(host),
        Show(host),
        TargetsCommand.Create(host),
        PlotCommand.Create(host),
        ExportCommand.Create(host),
        ImportCommand.Create(host));

    /// <summary>Reads the measurements that <paramref name="filter"/> lets through, at most <paramref name="limit"/>, without raw samples.</summary>
    public static Task<List<Measurement>> ReadAsync(
        CoordinatorConnection connection, ListMeasurementsRequest filter, int limit, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            async token =>
            {
                var request = new ListMeasurementsRequest(filter) { PageSize = Math.Min(PageSize, limit), PageToken = token };
                var page = await connection.Measurements.ListMeasurementsAsync(request, cancellationToken: cancellationToken);
                return ((IEnumerable<Measurement>)page.Measurements, page.NextPageToken);
            },
            limit);

    private static CliCommand List(CliHost host)
    {
        var campaign = new Option<string?>("--campaign") { Description = "Only those of this campaign.", HelpName = "C" };
        var target = new Option<string>("--target") { Description = "Only those on this target.", HelpName = "T", DefaultValueFactory = _ => "" };
        var verdict = new WordOption<Verdict>("--verdict", "Only those with this verdict", Words.Verdicts);
        var limit = OptionFactory.Whole("--limit", "Most measurements to show.", 1, 10_000_000, 100);
        var output = new ListOutput();
        var command = host.Command(
            "list",
            "Measurements in the order in which they were made, without raw samples.",
            "latbench measurements list --campaign 1 --verdict valid --limit 20");
        foreach (var option in new Option[] { campaign, target, verdict, limit })
            command.Add(option);
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(campaign) is { } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
        });
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var filter = new ListMeasurementsRequest
            {
                Campaign = context.Get(campaign) is { } name ? ResourceName.Complete("campaigns", name) : "",
                Target = context.Get(target),
                Verdict = context.Get(verdict),
            };
            var measurements = await ReadAsync(connection, filter, context.Get(limit), context.CancellationToken);
            var none = measurements.Count == 0 ? await WhyNoneAsync(connection, filter, context.CancellationToken) : "";
            output.Write(context, new ListMeasurementsResponse { Measurements = { measurements } }, () =>
            {
                if (measurements.Count == 0)
                    context.Terminal.Note(none);
                else
                    context.Terminal.Table(["MEASUREMENT", "VERDICT", "LATENCY", "ERROR", "PASSES", "SAMPLES", "TARGET", "EFFECTIVE CELL"], measurements.Select(Row));
            });
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

    private static CliCommand Show(CliHost host)
    {
        var ascii = new Option<bool>("--ascii") { Description = "Draw with ASCII characters only [default: where the terminal or the locale knows no others]." };
        return new ResourceCommand<GetMeasurementResponse>
        {
            Name = ResourceName.Argument("measurements", "measurement"),
            Call = async (context, connection, name) =>
                await connection.Measurements.GetMeasurementAsync(new GetMeasurementRequest { Name = name }, cancellationToken: context.CancellationToken),
            Print = (context, response) =>
                MeasurementView.Show(context.Terminal, response, context.Get(ascii) || !context.Environment.KnowsUnicode ? Glyphs.Ascii : Glyphs.Unicode),
        }.Create(
            host,
            "show",
            "Everything about one measurement: figures, histogram, passes, profile, conditions; with --json also every raw sample.",
            ["latbench measurements show 12", "latbench measurements show 12 --json"],
            ascii);
    }
}
