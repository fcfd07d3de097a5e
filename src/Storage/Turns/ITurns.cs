namespace LatBench.Storage.Turns;

/// <summary>
/// Distributed locks, called turns, for work that only one coordinator does at a time. In Postgres a turn is a lease that its holder renews: where the
/// holder dies it is free again within seconds. It keeps no connection and no transaction open.
/// In SQLite it holds within the process, the only one that has the database.
/// </summary>
public interface ITurns
{
    /// <summary>Takes a turn, which is given back when the result is disposed; null where another holder has it.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<IAsyncDisposable?> TryTakeAsync(Turn turn, CancellationToken cancellationToken);
}

/// <summary>
/// The name of a distributed lock: work that only one coordinator does at a time. The numbers are keys of locks that replicas of other versions take as
/// well: they never change.
/// </summary>
public enum Turn
{
    /// <summary>Making a snapshot.</summary>
    Snapshot = 1,

    /// <summary>Taking back leases that have run out.</summary>
    Expiry = 2,
}
