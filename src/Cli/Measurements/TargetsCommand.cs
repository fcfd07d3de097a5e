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
        var output = new ListOutput();
        var command = host.Command(
            "targets",
            "Targets that have latencies, measured here or imported, a row for each search space and model configuration: what predictors can be trained on.",
            "latbench measurements targets");
        output.AddTo(command);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var targets = await ReadAsync(connection, "", context.CancellationToken);
            output.Write(context, new ListLabelledTargetsResponse { Targets = { targets } }, () =>
            {
                if (targets.Count == 0)
                    context.Terminal.Note("No target has latencies yet: measure with `latbench campaigns submit`, or take in a table with `latbench measurements import`.");
                else
                    Show(context.Terminal, targets);
            });
            return ExitCode.Done;
        });
    }

    /// <summary>All of them, or the search spaces and model configurations of one target.</summary>
    public static Task<List<LabelledTarget>> ReadAsync(CoordinatorConnection connection, string target, CancellationToken cancellationToken) =>
        Pages.ReadAsync(async token =>
        {
            var request = new ListLabelledTargetsRequest { Target = target, PageSize = PageSize, PageToken = token };
            var page = await connection.Measurements.ListLabelledTargetsAsync(request, cancellationToken: cancellationToken);
            return ((IEnumerable<LabelledTarget>)page.Targets, page.NextPageToken);
        });

    /// <summary>Prints what speaks against an imported target.</summary>
    public static void Warn(Terminal terminal, LabelledTarget target)
    {
        foreach (var warning in target.Warnings)
            terminal.Warn($"Warning: {target.Target}: {warning}");
    }

    private static void Show(Terminal terminal, IReadOnlyList<LabelledTarget> targets)
    {
        terminal.Table(["TARGET", "ORIGIN", "LATENCIES", "QUALITY", "SPACE", "MODELS", TableColumn.FreeText("SOURCE"), TableColumn.FreeText("LICENCE")], targets.Select(Row));
        foreach (var target in targets)
            Warn(terminal, target);
    }

    /// <summary>Measurements have a verdict each; an imported table has one as a whole.</summary>
    private static string Quality(LabelledTarget target) => target.Origin != Origin.Imported ? Figures.None : target.Warnings.Count == 0 ? "plausible" : "implausible";

    private static string[] Row(LabelledTarget target) =>
    [
        target.Target,
        Words.Of(target.Origin),
        Figures.Count(target.Labels),
        Quality(target),
        Text(target.SearchSpace),
        Words.Of(target.ModelConfig),
        Text(target.Source?.Name),
        Text(target.Source?.Licence),
    ];

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? Figures.None : text;
}
