using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

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
