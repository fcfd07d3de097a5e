namespace LatBench.Storage;

/// <summary>
/// Locks for work that only one coordinator does at a time. In Postgres a lock is a lease that its holder renews: where the
/// holder dies it is free again within seconds. It keeps no connection and no transaction open.
/// In SQLite it holds within the process, the only one that has the database.
/// </summary>
public interface IDistributedLock
{
    /// <summary>Acquires a lock, which is released when the result is disposed; null where another holder has it.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<IAsyncDisposable?> TryAcquireAsync(LockName name, CancellationToken cancellationToken);
}

/// <summary>The name of a distributed lock. The numbers are keys that replicas of other versions use as well: they never change.</summary>
public enum LockName
{
    /// <summary>Making a snapshot.</summary>
    Snapshot = 1,

    /// <summary>Taking back leases that have run out.</summary>
    Expiry = 2,

    /// <summary>Storing the artefacts of an uploaded model, and removing those of a deleted one.</summary>
    UploadedArtifacts = 3,
}
