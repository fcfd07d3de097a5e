using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Versions;

/// <summary>
/// Says what a snapshot changes over the one before it. The latency table decides between MINOR and MAJOR, row by row; any other
/// difference in measurements is an addition beside it, and a difference in descriptions alone is packaging.
/// </summary>
public static class SnapshotComparison
{
    /// <summary>Compares two published snapshots.</summary>
    /// <param name="before">Directory of the one.</param>
    /// <param name="after">Directory of the other, which is said to come after it.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="SnapshotRefusedException">One of them is not there or not readable.</exception>
    public static async Task<SnapshotDelta> CompareAsync(string before, string after, CancellationToken cancellationToken)
    {
        foreach (var directory in new[] { before, after })
        {
            if (await ManifestOfAsync(directory, cancellationToken) is null)
                throw new SnapshotRefusedException($"{Path.GetFileName(directory)} has no readable manifest: check it with `latbench snapshots verify` and restore it from a copy.");
        }

        return await CompareAsync(before, after, (await ManifestOfAsync(after, cancellationToken))!.Files, cancellationToken);
    }

    /// <summary>Compares a snapshot that is being made with the one before it.</summary>
    /// <param name="before">Directory of the snapshot before.</param>
    /// <param name="after">Directory of the new one.</param>
    /// <param name="files">The new one's files.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="SnapshotRefusedException">A file of the snapshot before is not what it was published as.</exception>
    internal static async Task<SnapshotDelta> CompareAsync(
        string before, string after, IReadOnlyList<SnapshotFileEntry> files, CancellationToken cancellationToken)
    {
        // Where the snapshot before is gone or unreadable nothing can be promised, so the version promises nothing.
        if (await ManifestOfAsync(before, cancellationToken) is not { } manifest)
            return SnapshotDelta.Unknown;

        var known = manifest.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var now = files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var targets = new List<TargetDelta>();
        foreach (var path in known.Keys.Union(now.Keys).Where(MeasurementTables.Latency.Owns).Order(StringComparer.Ordinal))
        {
            var rows = known.GetValueOrDefault(path) == now.GetValueOrDefault(path)
                ? new RowChanges()
                : await CompareAsync(Path.GetFileName(before), PathIn(before, known), PathIn(after, now), cancellationToken);
            targets.Add(new(TargetDirectory.SlugOf(path.Split('/')[^2]), rows));

            string? PathIn(string root, Dictionary<string, string> there) => there.ContainsKey(path) ? SnapshotPath.Resolve(root, path) : null;
        }

        Table[] measured = [.. AllTables.OfAnySpace.Where(table => table != MeasurementTables.Latency && table != TargetTable.Instance && Differ(table, known, now))];
        string[] described = [.. ArchitecturesOf(known.Keys.Union(now.Keys)).Append(TargetTable.Instance.Path).Where(path => known.GetValueOrDefault(path) != now.GetValueOrDefault(path))];
        var beside = measured.Length > 0 ? SnapshotChange.Added : SnapshotChange.Packaging;
        var change = targets.Select(target => target.Rows.Change).Append(beside).Max();
        return new(change, targets, [.. measured.Select(table => table.Name), .. described.Select(path => Path.GetFileNameWithoutExtension(path)!)]);
    }

    /// <summary>The files of the tables of architectures, of whatever search spaces.</summary>
    private static IEnumerable<string> ArchitecturesOf(IEnumerable<string> paths) => paths
        .Where(path => path.Split('/') is ["data", var file] && file.EndsWith(".parquet", StringComparison.Ordinal) && ArchitectureTable.Has(file[..^".parquet".Length]))
        .Order(StringComparer.Ordinal);

    private static async Task<SnapshotManifest?> ManifestOfAsync(string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, SnapshotLayout.ManifestFile);
        return File.Exists(file) ? SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(file, cancellationToken)) : null;
    }

    private static async Task<RowChanges> CompareAsync(string name, string? before, string? after, CancellationToken cancellationToken)
    {
        try
        {
            return await LatencyComparison.CompareAsync(before, after, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever a file from elsewhere makes the reader of Parquet say.
            throw new SnapshotRefusedException(
                $"A latency file of {name} cannot be read as LatBench wrote it: check that snapshot with `latbench snapshots verify` and restore it from a copy.");
        }
    }

    private static bool Differ(Table table, Dictionary<string, string> known, Dictionary<string, string> now) =>
        known.Keys.Union(now.Keys).Any(path => table.Owns(path) && known.GetValueOrDefault(path) != now.GetValueOrDefault(path));
}
