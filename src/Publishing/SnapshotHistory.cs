using LatBench.SnapshotFormat;
using LatBench.Storage.Snapshots;

namespace LatBench.Publishing;

/// <summary>The snapshots published so far, newest first.</summary>
internal sealed class SnapshotHistory
{
    private const int PageSize = 200;

    private readonly List<Snapshot> _snapshots = [];

    public static async Task<SnapshotHistory> ReadAsync(ISnapshotStore store, CancellationToken cancellationToken)
    {
        var history = new SnapshotHistory();
        IReadOnlyList<Snapshot> page;
        do
        {
            page = await store.ListAsync(history._snapshots.LastOrDefault()?.Id, PageSize, cancellationToken);
            history._snapshots.AddRange(page);
        }
        while (page.Count > 0);
        return history;
    }

    /// <summary>The one with the highest version, of whatever selection: versions are one line; null before the first.</summary>
    public Snapshot? Highest => _snapshots.MaxBy(snapshot => SnapshotVersion.Parse(snapshot.Version));

    /// <summary>The one with the highest version below another; null before the first.</summary>
    public Snapshot? Before(Snapshot snapshot)
    {
        var version = SnapshotVersion.Parse(snapshot.Version);
        return _snapshots.Where(known => SnapshotVersion.Parse(known.Version) < version).MaxBy(known => SnapshotVersion.Parse(known.Version));
    }

    /// <summary>The newest one of a selection.</summary>
    public Snapshot? LatestOf(string selection) => _snapshots.Find(snapshot => snapshot.Selection == selection);

    public bool Has(SnapshotVersion version) => _snapshots.Exists(snapshot => snapshot.Version == version.ToString());
}
