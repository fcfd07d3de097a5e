using LatBench.Hosting.Files;
using LatBench.Publishing.Content;
using LatBench.Publishing.Packaging;
using LatBench.Publishing.Versions;
using LatBench.SearchSpaces;
using LatBench.SnapshotFormat;
using LatBench.Storage.Measurements;
using LatBench.Storage.Snapshots;

namespace LatBench.Publishing;

/// <summary>Makes snapshots: immutable, versioned, checksummed publications of measurements. Same data, same bytes.</summary>
/// <param name="source">The source of the measurements.</param>
/// <param name="snapshots">The store in which snapshots are recorded.</param>
/// <param name="spaces">The search spaces of the measurements.</param>
/// <param name="directory">Directory that holds one directory a snapshot, <c>latbench-&lt;version&gt;</c>; made where it is missing.</param>
/// <param name="time">Gives the time of the record; no file holds it.</param>
public sealed class SnapshotBuilder(IPublicationSource source, ISnapshotStore snapshots, SearchSpaceRegistry spaces, string directory, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>
    /// Publishes what is selected, whole or not at all. Without a wished version, data that equals the newest snapshot of the same
    /// selection gives that snapshot. Calls wait for each other.
    /// </summary>
    /// <exception cref="SnapshotRefusedException">Nothing to publish, a version that cannot be given, or a directory that cannot be used.</exception>
    public async Task<SnapshotBuild> BuildAsync(SnapshotRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var workspace = SnapshotWorkspace.Open(directory);
            return await BuildAsync(workspace, request, cancellationToken);
        }
        catch (Exception exception) when (FileError.Is(exception) && FileError.Of(exception).Fault != FileFault.Unknown)
        {
            throw SnapshotWorkspace.Refused(directory, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<SnapshotBuild> BuildAsync(SnapshotWorkspace workspace, SnapshotRequest request, CancellationToken cancellationToken)
    {
        var history = await SnapshotHistory.ReadAsync(snapshots, cancellationToken);
        if (request.Version is { } taken && history.Has(taken))
            throw new SnapshotRefusedException($"Version {taken} exists, and a snapshot never changes; leave the version away or ask for a later one.");

        if (request.RepeatCampaignId is { } repeat && (request.Selection.CampaignIds.Count == 0 || request.Selection.CampaignIds.Contains(repeat)))
            throw new SnapshotRefusedException($"Campaign {repeat} cannot be published and be the repeat of what is published; name the campaigns to publish, without it.");

        var content = await new ContentWriter(source, spaces, request, workspace.Building).WriteAsync(cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(workspace.Building, SnapshotLayout.SchemaFile), SchemaJson.Write(content.Tables), cancellationToken);
        var draft = new SnapshotDraft(workspace, request, content, await SnapshotFiles.ListAsync(workspace.Building, cancellationToken));

        if (request.Version is null && history.LatestOf(draft.Selection) is { } latest && latest.ContentSha256 == draft.ContentSha256
            && await draft.IsThereOrRestoredAsync(latest, history.Before(latest), cancellationToken))
            return new(latest, Created: false);

        var previous = await draft.CompareAsync(history.Highest, cancellationToken);
        var version = Number(previous, request.Version);
        var snapshot = await draft.PublishAsync(version, previous, time.GetUtcNow(), cancellationToken);

        // From here on the snapshot is there: it is recorded even if the caller has gone.
        var created = await snapshots.AddAsync(snapshot, CancellationToken.None);
        var recorded = await snapshots.FindAsync(snapshot.Version, CancellationToken.None);
        if (recorded?.Sha256 == snapshot.Sha256)
            return new(recorded, created);
        workspace.SetAside(snapshot.DirectoryName);
        throw new SnapshotRefusedException($"Version {version} was published by another process at the same time; make the snapshot again.");
    }

    private static SnapshotVersion Number(PreviousSnapshot? previous, SnapshotVersion? wished)
    {
        if (previous is null)
            return wished ?? SnapshotVersion.First;
        if (wished is null)
            return VersionRule.Next(previous.Version, previous.Delta.Change);
        VersionRule.Check(wished.Value, previous.Version, previous.Delta.Change);
        return wished.Value;
    }
}
