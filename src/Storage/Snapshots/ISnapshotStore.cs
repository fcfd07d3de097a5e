namespace LatBench.Storage.Snapshots;

/// <summary>Snapshots that have been published. A snapshot never changes.</summary>
public interface ISnapshotStore
{
    /// <summary>Records a published snapshot. False where the version exists: nothing changes.</summary>
    Task<bool> AddAsync(Snapshot snapshot, CancellationToken cancellationToken);

    /// <summary>One snapshot; null where there is none.</summary>
    Task<Snapshot?> FindAsync(string version, CancellationToken cancellationToken);

    /// <summary>Snapshots, newest first, those before <paramref name="beforeId"/> (null for the first page).</summary>
    Task<IReadOnlyList<Snapshot>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken);
}

/// <summary>A published snapshot.</summary>
public sealed record Snapshot
{
    /// <summary>Position in the order of publication; given by the store.</summary>
    public long Id { get; init; }

    /// <summary>Semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>Name of its directory, <c>latbench-&lt;version&gt;</c>.</summary>
    public required string DirectoryName { get; init; }

    /// <summary>The selection, in a canonical text.</summary>
    public required string Selection { get; init; }

    /// <summary>SHA-256 over what was published, version and time left out: equal content, equal hash.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>Rows of the latency table.</summary>
    public required long Rows { get; init; }

    /// <summary>SHA-256 of <c>SHA256SUMS</c>.</summary>
    public required string Sha256 { get; init; }

    /// <summary>All bytes together.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
