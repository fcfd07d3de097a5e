using System.CommandLine;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
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
        return command.SetHandler(async context =>
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

/// <summary>
/// Fetches a snapshot into a directory beside its final one, which is renamed when all is there and right. What an earlier,
/// broken download left there is used.
/// </summary>
internal sealed class SnapshotDownload(CoordinatorConnection connection, Snapshot snapshot, string directory, Terminal terminal)
{
    private readonly string _final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    /// <summary>False where the snapshot was there already, intact.</summary>
    /// <exception cref="CliException">The directory is taken, a path is hostile, or a hash is wrong.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_final) && Directory.EnumerateFileSystemEntries(_final).Any())
        {
            var there = await SnapshotVerifier.VerifyAsync(_final, cancellationToken);
            return there.IsIntact && there.Sha256 == snapshot.Sha256
                ? false
                : throw new CliException($"{directory} exists and is not this snapshot: remove it, or name another directory with --out.");
        }

        var partial = _final + ".partial";
        Directory.CreateDirectory(partial);
        for (var i = 0; i < snapshot.Files.Count; i++)
        {
            var file = snapshot.Files[i];
            if (SnapshotPath.Fault(file.Path) is { } fault)
                throw new CliException($"The coordinator names '{Printable.OneLine(file.Path)}' as a file of {snapshot.Name}, but {fault}: nothing was written there.");
            await new FileDownload(connection, snapshot.Name, file, SnapshotPath.Resolve(partial, file.Path)).RunAsync(terminal.Time, cancellationToken);
            terminal.Note($"{Figures.Count(i + 1)}/{Figures.Count(snapshot.Files.Count)} {file.Path} ({Figures.Bytes(file.SizeBytes)})");
        }

        await CheckAsync(partial, cancellationToken);
        if (Directory.Exists(_final))
            Directory.Delete(_final);
        DirectoryFlush.FlushTree(partial);
        DirectoryFlush.Move(partial, _final);
        return true;
    }

    private async Task CheckAsync(string partial, CancellationToken cancellationToken)
    {
        var result = await SnapshotVerifier.VerifyAsync(partial, cancellationToken);
        if (result.IsIntact && result.Sha256 == snapshot.Sha256)
            return;
        var wrong = result.Problems.Select(problem => problem.Path).FirstOrDefault() ?? SnapshotLayout.ChecksumFile;
        throw new CliException($"What was downloaded is not {snapshot.Name} ({wrong} is wrong): remove {partial} and try again.");
    }
}

/// <summary>Fetches one file; a stream that breaks goes on at the byte where it ended, a wrong hash starts it afresh once.</summary>
internal sealed class FileDownload(CoordinatorConnection connection, string snapshot, SnapshotFile file, string path)
{
    private const int MaxFailuresInARow = 5;

    private static readonly TimeSpan StreamDeadline = TimeSpan.FromMinutes(10);

    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 1; ; attempt++)
        {
            await FetchAsync(time, cancellationToken);
            if (await ChecksumList.HashFileAsync(path, cancellationToken) == file.Sha256)
                return;
            File.Delete(path);
            if (attempt == 2)
                throw new CliException($"{file.Path} of {snapshot} does not have its SHA-256, twice: the copy on the coordinator is damaged.");
        }
    }

    private async Task FetchAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (stream.Length > file.SizeBytes)
            stream.SetLength(0);
        stream.Position = stream.Length;
        for (var failures = 0; stream.Position < file.SizeBytes;)
        {
            var before = stream.Position;
            try
            {
                await AppendAsync(stream, cancellationToken);
                failures = stream.Position > before ? 0 : failures + 1;
            }
            catch (RpcException error) when (IsPassing(error))
            {
                failures = stream.Position > before ? 1 : failures + 1;
                if (failures > MaxFailuresInARow)
                    throw;
                await Task.Delay(TimeSpan.FromSeconds(failures), time, cancellationToken);
            }

            if (failures > MaxFailuresInARow)
                throw new CliException($"The coordinator does not send {file.Path} of {snapshot} beyond byte {stream.Position}: try again.");
        }
    }

    private async Task AppendAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var request = new DownloadSnapshotFileRequest { Name = snapshot, Path = file.Path, Offset = stream.Position };
        using var call = connection.Snapshots.DownloadSnapshotFile(request, deadline: connection.Within(StreamDeadline), cancellationToken: cancellationToken);
        await foreach (var chunk in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (chunk.Offset != stream.Position || stream.Position + chunk.Data.Length > file.SizeBytes)
                throw new CliException($"The coordinator sent other bytes of {file.Path} than were asked for: it is of another version than this command.");
            await stream.WriteAsync(chunk.Data.Memory, cancellationToken);
        }
    }

    private static bool IsPassing(RpcException error) => error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
