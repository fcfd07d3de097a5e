using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Versions;

/// <summary>
/// Says what a snapshot changes over the one before it. The latency table decides between MINOR and MAJOR, row by row; any other
/// difference in measurements is an addition beside it, and a difference in descriptions alone is packaging.
/// </summary>
internal static class SnapshotComparison
{
    private static readonly Table[] Measured =
        [MeasurementTables.Suspect, MeasurementTables.Failures, PassTables.Samples, PassTables.Conditions, CanaryTable.Instance, ProfileTable.Instance];

    /// <param name="before">Directory of the snapshot before.</param>
    /// <param name="after">Directory of the new one.</param>
    /// <param name="files">The new one's files.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public static async Task<SnapshotChange> CompareAsync(
        string before, string after, IReadOnlyList<SnapshotFileEntry> files, CancellationToken cancellationToken)
    {
        // Where the snapshot before is gone or unreadable nothing can be promised, so the version promises nothing.
        var manifestFile = Path.Combine(before, SnapshotLayout.ManifestFile);
        if (!File.Exists(manifestFile) || SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(manifestFile, cancellationToken)) is not { } manifest)
            return SnapshotChange.Changed;

        var known = manifest.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var now = files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        var change = Measured.Any(table => Differ(table, known, now)) ? SnapshotChange.Added : SnapshotChange.Packaging;
        foreach (var path in known.Keys.Union(now.Keys).Where(MeasurementTables.Latency.Owns))
        {
            if (known.GetValueOrDefault(path) == now.GetValueOrDefault(path))
                continue;
            var file = !now.ContainsKey(path) ? SnapshotChange.Changed
                : !known.ContainsKey(path) ? SnapshotChange.Added
                : await LatencyComparison.CompareAsync(SnapshotPath.Resolve(before, path), SnapshotPath.Resolve(after, path), cancellationToken);
            change = (SnapshotChange)Math.Max((int)change, (int)file);
        }

        return change;
    }

    private static bool Differ(Table table, Dictionary<string, string> known, Dictionary<string, string> now) =>
        known.Keys.Union(now.Keys).Any(path => table.Owns(path) && known.GetValueOrDefault(path) != now.GetValueOrDefault(path));
}
