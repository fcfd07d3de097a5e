using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Create(CliHost host)
    {
        var before = SnapshotArgument.Create("BASE", "The snapshot to compare with: a version such as 1.0.0, or `latest`.");
        var after = SnapshotArgument.Create();
        var json = OptionFactory.Json();
        var command = host.Command("diff", "What a snapshot changes over another one, target by target.", "latbench snapshots diff 1.0.0 latest");
        command.Add(before);
        command.Add(after);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new DiffSnapshotsRequest { Name = context.Get(after)!, Base = context.Get(before)! };
            var diff = await connection.Snapshots.DiffSnapshotsAsync(request, cancellationToken: context.CancellationToken);
            if (context.Get(json))
                context.Terminal.Json(diff);
            else
                Show(context.Terminal, diff);
            return ExitCode.Done;
        });
    }

    private static void Show(Terminal terminal, DiffSnapshotsResponse diff)
    {
        terminal.Line($"{diff.BaseVersion} to {diff.Version}: {diff.Change}");
        terminal.Table(["TARGET", "ADDED", "CHANGED", "REMOVED"], diff.Targets.Select(target => new[]
        {
            target.Target, Figures.Count(target.Added), Figures.Count(target.Changed), Figures.Count(target.Removed),
        }));
        if (diff.Tables.Count > 0)
            terminal.Line($"Other tables that differ: {string.Join(", ", diff.Tables)}.");
        foreach (var target in diff.Targets.Where(target => target.Largest.Count > 0))
        {
            terminal.Line();
            terminal.Line($"Latencies on {target.Target} that changed most:");
            terminal.Table(["ARCHITECTURE", "BEFORE", "NOW", "CHANGE"], target.Largest.Select(change => new[]
            {
                change.Architecture, Figures.Milliseconds(change.BeforeMs), Figures.Milliseconds(change.AfterMs), Figures.Percent((change.AfterMs / change.BeforeMs) - 1),
            }));
        }
    }
}
