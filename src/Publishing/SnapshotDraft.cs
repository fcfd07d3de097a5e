using LatBench.Publishing.Content;
using LatBench.Publishing.Packaging;
using LatBench.Publishing.Tables;
using LatBench.Publishing.Versions;
using LatBench.SnapshotFormat;
using LatBench.Storage.Snapshots;

namespace LatBench.Publishing;

/// <summary>A snapshot whose data is written and which has no version yet.</summary>
internal sealed class SnapshotDraft(SnapshotWorkspace workspace, SnapshotRequest request, SnapshotContent content, IReadOnlyList<SnapshotFileEntry> files)
{
    public string Selection { get; } = SelectionText.Of(request, content.Names);

    public string ContentSha256 { get; } = ContentHash.Of(files, request.Publication);

    /// <summary>Compares it with the snapshot before; null where there is none.</summary>
    /// <exception cref="SnapshotRefusedException">The snapshot before cannot be read.</exception>
    public async Task<PreviousSnapshot?> CompareAsync(Snapshot? previous, CancellationToken cancellationToken)
    {
        if (previous is null)
            return null;
        var directory = workspace.PathOf(previous.DirectoryName);
        return new(SnapshotVersion.Parse(previous.Version), directory, await SnapshotComparison.CompareAsync(directory, workspace.Building, files, cancellationToken));
    }

    /// <summary>Gives it a version, and its place among the snapshots.</summary>
    public async Task<Snapshot> PublishAsync(SnapshotVersion version, PreviousSnapshot? previous, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var package = await PackageAsync(version, previous, cancellationToken);
        var directoryName = SnapshotLayout.DirectoryName(version);
        await workspace.PublishAsync(directoryName, package.Sha256, cancellationToken);
        return new Snapshot
        {
            Version = version.ToString(),
            DirectoryName = directoryName,
            Selection = Selection,
            ContentSha256 = ContentSha256,
            Rows = content.RowsOf(MeasurementTables.Latency),
            Sha256 = package.Sha256,
            SizeBytes = package.SizeBytes,
            CreatedAt = now,
        };
    }

    /// <summary>
    /// Determines whether a recorded snapshot with the same data is on the disk. One whose directory was lost is written again; false where that
    /// gives other bytes (its card was written by another version of LatBench), since a snapshot never changes.
    /// </summary>
    public async Task<bool> IsThereOrRestoredAsync(Snapshot recorded, Snapshot? before, CancellationToken cancellationToken)
    {
        if (Directory.Exists(workspace.PathOf(recorded.DirectoryName)))
            return true;
        var package = await PackageAsync(SnapshotVersion.Parse(recorded.Version), await CompareAsync(before, cancellationToken), cancellationToken);
        if (package.Sha256 != recorded.Sha256)
            return false;
        await workspace.PublishAsync(recorded.DirectoryName, package.Sha256, cancellationToken);
        return true;
    }

    private Task<SnapshotPackage> PackageAsync(SnapshotVersion version, PreviousSnapshot? previous, CancellationToken cancellationToken) => SnapshotPackage.WriteAsync(
        workspace.Building, new PackageRequest(version, Selection, content, request.Publication, files, previous), cancellationToken);
}
