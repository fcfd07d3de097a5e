using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements targets</c>.</summary>
internal static class TargetsCommand
{
    private const int PageSize = 1000;

    public static Command Create(CliHost host)
    {
        var json = OptionFactory.Json();
        var command = host.Command(
            "targets",
            "Targets that have latencies, measured here or imported, a row for each form of models: what predictors can be trained on.",
            "latbench measurements targets");
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var targets = await ReadAsync(connection, "", context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(new ListLabelledTargetsResponse { Targets = { targets } });
            else if (targets.Count == 0)
                context.Terminal.Note("No target has latencies yet: measure with `latbench campaigns submit`, or take in a table with `latbench measurements import`.");
            else
                context.Terminal.Table(["TARGET", "ORIGIN", "LATENCIES", "MODELS", TableColumn.FreeText("SOURCE"), TableColumn.FreeText("LICENCE")], targets.Select(Row));
            return ExitCode.Done;
        });
    }

    /// <summary>All of them, or the forms of one target.</summary>
    public static Task<List<LabelledTarget>> ReadAsync(CoordinatorConnection connection, string target, CancellationToken cancellationToken) =>
        Pages.ReadAsync(async token =>
        {
            var request = new ListLabelledTargetsRequest { Target = target, PageSize = PageSize, PageToken = token };
            var page = await connection.Measurements.ListLabelledTargetsAsync(request, cancellationToken: cancellationToken);
            return ((IEnumerable<LabelledTarget>)page.Targets, page.NextPageToken);
        });

    private static string[] Row(LabelledTarget target) =>
    [
        target.Target,
        Words.Of(target.Origin),
        Figures.Count(target.Labels),
        Words.Of(target.ModelConfig),
        Text(target.Source?.Name),
        Text(target.Source?.Licence),
    ];

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? Figures.None : text;
}
