using LatBench.Storage.Snapshots;

namespace LatBench.Publishing.Tests.Fakes;

internal sealed class InMemorySnapshotStore : ISnapshotStore
{
    public List<Snapshot> Snapshots { get; } = [];

    /// <summary>Thrown instead of recording, as by a lost database.</summary>
    public Exception? Failure { get; set; }

    public Task<bool> AddAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            return Task.FromException<bool>(Failure);
        if (Snapshots.Exists(known => known.Version == snapshot.Version))
            return Task.FromResult(false);
        Snapshots.Add(snapshot with { Id = Snapshots.Count + 1 });
        return Task.FromResult(true);
    }

    public Task<Snapshot?> FindAsync(string version, CancellationToken cancellationToken) =>
        Task.FromResult(Snapshots.Find(snapshot => snapshot.Version == version));

    public Task<IReadOnlyList<Snapshot>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Snapshot>>(
            [.. Snapshots.Where(snapshot => beforeId is null || snapshot.Id < beforeId).OrderByDescending(snapshot => snapshot.Id).Take(limit)]);
}
