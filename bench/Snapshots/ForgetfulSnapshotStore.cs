using LatBench.Storage.Snapshots;

namespace LatBench.Bench.Snapshots;

/// <summary>Records snapshots for as long as the benchmark runs.</summary>
internal sealed class ForgetfulSnapshotStore : ISnapshotStore
{
    private readonly List<Snapshot> _snapshots = [];

    public Task<bool> AddAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        _snapshots.Add(snapshot with { Id = _snapshots.Count + 1 });
        return Task.FromResult(true);
    }

    public Task<Snapshot?> FindAsync(string version, CancellationToken cancellationToken) => Task.FromResult(_snapshots.Find(known => known.Version == version));

    public Task<IReadOnlyList<Snapshot>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Snapshot>>([.. _snapshots.Where(known => beforeId is null || known.Id < beforeId).OrderByDescending(known => known.Id).Take(limit)]);
}
