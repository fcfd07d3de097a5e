using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots download</c>.</summary>
internal static class DownloadCommand
{
    public static Command Create(CliHost host)
    {
        var version = SnapshotArgument.Create();
        var output = new Option<string?>("--out") { Description = "Directory that becomes the snapshot [default: ./latbench-VERSION].", HelpName = "DIR" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "download",
            "Fetch a snapshot from the coordinator. A broken download goes on where it ended; the directory appears when every hash is right.",
            "latbench snapshots download latest --out latbench-data");
        command.Add(version);
        command.Add(output);
        command.Add(json);
        return command.Does(async context =>
        {
            using var connection = context.Connect();
            var request = new GetSnapshotRequest { Name = context.Get(version)! };
            var snapshot = (await connection.Snapshots.GetSnapshotAsync(request, cancellationToken: context.CancellationToken)).Snapshot;
            var directory = context.Get(output) ?? DefaultDirectory(snapshot);
            var download = new SnapshotDownload(connection, snapshot, directory, context.Terminal);
            var fresh = await FileGuard.RunAsync($"The snapshot cannot be written to {directory}", "name another directory with --out", () => download.RunAsync(context.CancellationToken));
            if (context.Get(json))
            {
                var report = new DownloadReport(snapshot.Version, Path.GetFullPath(directory), snapshot.Rows, snapshot.Files.Count, snapshot.SizeBytes, snapshot.Sha256);
                context.Terminal.Json(report, SnapshotJsonContext.Default.DownloadReport);
                return ExitCode.Done;
            }

            context.Terminal.Line(fresh
                ? $"{snapshot.Name} is in {directory}: {Figures.Count(snapshot.Files.Count, "file")}, {Figures.Bytes(snapshot.SizeBytes)}, every hash right"
                : $"{snapshot.Name} was in {directory} already, every hash right");
            return ExitCode.Done;
        });
    }

    private static string DefaultDirectory(Snapshot snapshot) => SnapshotVersion.TryParse(snapshot.Version, out var version)
        ? SnapshotLayout.DirectoryName(version)
        : throw new CliException($"The coordinator gave '{Printable.OneLine(snapshot.Version)}' as a version: name a directory with --out.");
}
