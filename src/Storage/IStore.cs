using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Labels;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Predictors;
using LatBench.Storage.Searches;
using LatBench.Storage.Signals;
using LatBench.Storage.Snapshots;
using LatBench.Storage.Tokens;

namespace LatBench.Storage;

/// <summary>One LatBench database: SQLite or Postgres behind the same contract. Every call is one transaction; <see cref="WriteAsync"/> joins several changes in one.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Devices and their targets.</summary>
    IDeviceStore Devices { get; }

    /// <summary>Access tokens.</summary>
    ITokenStore Tokens { get; }

    /// <summary>Models.</summary>
    IModelStore Models { get; }

    /// <summary>Models that users have uploaded.</summary>
    IUploadedModelStore UploadedModels { get; }

    /// <summary>Campaigns.</summary>
    ICampaignStore Campaigns { get; }

    /// <summary>Jobs and their leases.</summary>
    IJobStore Jobs { get; }

    /// <summary>Measurements and their passes.</summary>
    IMeasurementStore Measurements { get; }

    /// <summary>Latencies by architecture, measured here or imported.</summary>
    ILabelStore Labels { get; }

    /// <summary>Predictors and the lease to train.</summary>
    IPredictorStore Predictors { get; }

    /// <summary>The data that a snapshot is made from.</summary>
    IPublicationSource Publication { get; }

    /// <summary>Snapshots that have been published.</summary>
    ISnapshotStore Snapshots { get; }

    /// <summary>Searches, their suggestions and reports.</summary>
    ISearchStore Searches { get; }

    /// <summary>Locks for work that only one coordinator does at a time.</summary>
    IDistributedLock Locks { get; }

    /// <summary>Hints that something changed.</summary>
    IChangeSignal Signals { get; }

    /// <summary>Runs work in one write transaction: it is committed when the work returns, and nothing has changed where the work throws.</summary>
    /// <param name="work">The changes. It reads and writes through the transaction only, and may be run in one of the process's few write transactions: it waits for nothing else.</param>
    /// <param name="cancellationToken">Abandons it before the commit.</param>
    /// <exception cref="StorageException">The database cannot be reached or written.</exception>
    Task<T> WriteAsync<T>(Func<IStoreTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Creates the schema or brings it up to date; safe when several processes start together.</summary>
    /// <exception cref="StorageException">The database cannot be reached, cannot be written, or has a newer schema.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Asks the database for nothing, to see that it answers.</summary>
    /// <exception cref="StorageException">It does not.</exception>
    Task PingAsync(CancellationToken cancellationToken);
}
