using LatBench.Cli.CommandLine;
using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary>
/// A snapshot as the content of a dataset repository: card and data at its top, Parquet files and models left to Git LFS. The directory may be a clone: what
/// an earlier push wrote is replaced, everything else stays. A push that was cut off is made whole by the next one.
/// </summary>
internal static class HuggingFaceLayout
{
    private const string Staging = ".latbench-push";
    private const string Attributes = ".gitattributes";
    private const string Filter = "filter=lfs diff=lfs merge=lfs -text";

    /// <summary>False where the same snapshot was there already.</summary>
    /// <exception cref="CliException">The directory holds something that no push wrote.</exception>
    public static async Task<bool> WriteAsync(PushSource source, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var staging = Path.Combine(directory, Staging);
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        var known = await PushSource.ListAsync(directory, cancellationToken);
        if (known is null)
            RequireUnused(directory, source);
        else if (await ChecksumList.HashFileAsync(Path.Combine(directory, SnapshotLayout.ChecksumFile), cancellationToken) == source.Sha256
            && known.Keys.All(path => File.Exists(SnapshotPath.Resolve(directory, path))))
            return false;

        await source.CopyToAsync(staging, cancellationToken);
        foreach (var path in (known?.Keys ?? []).Where(path => !source.Files.ContainsKey(path)))
            Remove(directory, path);
        foreach (var path in source.Files.Keys.Append(SnapshotLayout.ChecksumFile))
        {
            var file = SnapshotPath.Resolve(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Move(SnapshotPath.Resolve(staging, path), file, overwrite: true);
        }

        Directory.Delete(staging, recursive: true);
        var hasModels = source.Files.Keys.Any(path => path.StartsWith($"{SnapshotLayout.ModelFolder}/", StringComparison.Ordinal));
        await LeaveToLfsAsync(Path.Combine(directory, Attributes), hasModels ? ["*.parquet", $"{SnapshotLayout.ModelFolder}/**"] : ["*.parquet"], cancellationToken);
        return true;
    }

    // A fresh repository has a card and attributes of its own; data would belong to another publisher.
    private static void RequireUnused(string directory, PushSource source)
    {
        var taken = source.Files.Keys.FirstOrDefault(path => path != SnapshotLayout.ReadmeFile && path != "LICENSE" && File.Exists(SnapshotPath.Resolve(directory, path)))
            ?? (Directory.Exists(Path.Combine(directory, "data")) ? "data" : null);
        if (taken is not null)
            throw new CliException($"{directory} holds {taken}, which no earlier push wrote: name an empty directory or a fresh clone with --to.");
    }

    private static void Remove(string directory, string path)
    {
        var file = SnapshotPath.Resolve(directory, path);
        File.Delete(file);
        for (var parent = Path.GetDirectoryName(file)!; parent != directory && Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any(); parent = Path.GetDirectoryName(parent)!)
            Directory.Delete(parent);
    }

    private static async Task LeaveToLfsAsync(string file, string[] patterns, CancellationToken cancellationToken)
    {
        var lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellationToken) : [];
        string[] missing = [.. patterns.Where(pattern => !lines.Any(line => line.StartsWith(pattern + " ", StringComparison.Ordinal))).Select(pattern => $"{pattern} {Filter}")];
        if (missing.Length > 0)
            OutputFile.WriteText(file, string.Concat(lines.Concat(missing).Select(line => line + "\n")));
    }
}
