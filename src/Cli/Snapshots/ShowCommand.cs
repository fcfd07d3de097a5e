using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create(CliHost host)
    {
        var version = SnapshotArgument.Create();
        var json = OptionFactory.Json();
        var command = host.Command("show", "One snapshot with its files.", "latbench snapshots show latest");
        command.Add(version);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetSnapshotRequest { Name = context.Get(version)! };
            var snapshot = (await connection.Snapshots.GetSnapshotAsync(request, cancellationToken: context.CancellationToken)).Snapshot;
            if (context.Get(json))
                context.Terminal.Json(snapshot);
            else
                Show(context.Terminal, snapshot);
            return ExitCode.Done;
        });
    }

    private static void Show(Terminal terminal, Snapshot snapshot)
    {
        terminal.Pairs(
        [
            ("Version", snapshot.Version),
            ("Rows", Figures.Count(snapshot.Rows)),
            ("Size", Figures.Bytes(snapshot.SizeBytes)),
            ("SHA-256", snapshot.Sha256),
            ("Created", Figures.Time(snapshot.CreateTime)),
            ("Path", snapshot.Path),
        ]);
        terminal.Line();
        terminal.Table(["FILE", "SIZE", "SHA-256"], snapshot.Files.Select(file => new[] { file.Path, Figures.Bytes(file.SizeBytes), file.Sha256 }));
    }
}
