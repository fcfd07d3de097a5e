using System.Text.Json;
using LatBench.Cli.CommandLine;
using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;

namespace LatBench.Cli.Snapshots;

/// <summary>
/// Snapshots as a static web server serves them: one directory a version, whose addresses never change, and <c>latest.json</c>, which says where the
/// newest is. A directory appears whole or not at all.
/// </summary>
internal static class StaticLayout
{
    private const string Latest = "latest.json";

    /// <summary>False where the same snapshot was there already.</summary>
    /// <exception cref="CliException">Another snapshot of that version is there.</exception>
    public static async Task<bool> WriteAsync(PushSource source, string directory, CancellationToken cancellationToken)
    {
        var name = SnapshotLayout.DirectoryName(source.Version);
        var final = Path.Combine(directory, name);
        var isThere = Directory.Exists(final);
        if (isThere)
        {
            var there = await SnapshotVerifier.VerifyAsync(final, cancellationToken);
            if (!there.IsIntact || there.Sha256 != source.Sha256)
                throw new CliException($"{final} exists and is not this snapshot; what is published never changes: push it elsewhere, or remove that directory if it was never served.");
        }
        else
        {
            var partial = Path.Combine(directory, "." + name + ".partial");
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
            await source.CopyToAsync(partial, cancellationToken);
            DirectoryFlush.FlushTree(partial);
            DirectoryFlush.Move(partial, final);
        }

        await PointAsync(directory, cancellationToken);
        return !isThere;
    }

    private static async Task PointAsync(string directory, CancellationToken cancellationToken)
    {
        var newest = Directory.EnumerateDirectories(directory, "latbench-*")
            .Select(path => SnapshotVersion.TryParse(Path.GetFileName(path)["latbench-".Length..], out var version) ? version : (SnapshotVersion?)null)
            .Max()!.Value;
        var name = SnapshotLayout.DirectoryName(newest);
        var sha256 = await ChecksumList.HashFileAsync(Path.Combine(directory, name, SnapshotLayout.ChecksumFile), cancellationToken);
        AtomicFile.WriteText(
            Path.Combine(directory, Latest), JsonSerializer.Serialize(new Pointer(newest.ToString(), name + "/", sha256), JsonSerializerOptions.Web) + "\n");
    }

    private sealed record Pointer(string Version, string Path, string Sha256);
}
