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

namespace LatBench.Storage.Sql;

/// <summary>The stores over one database.</summary>
internal sealed class SqlStore(SqlDatabase database) : IStore
{
    private readonly SqlDeviceStore _devices = new(database);
    private readonly SqlJobStore _jobs = new(database);

    public IDeviceStore Devices => _devices;

    public ITokenStore Tokens { get; } = new SqlTokenStore(database);

    public IModelStore Models { get; } = new SqlModelStore(database);

    public IUploadedModelStore UploadedModels { get; } = new SqlUploadedModelStore(database);

    public ICampaignStore Campaigns { get; } = new SqlCampaignStore(database);

    public IJobStore Jobs => _jobs;

    public IMeasurementStore Measurements { get; } = new SqlMeasurementStore(database);

    public ILabelStore Labels { get; } = new SqlLabelStore(database);

    public IPredictorStore Predictors { get; } = new SqlPredictorStore(database);

    public IPublicationSource Publication { get; } = new SqlPublicationSource(database);

    public ISnapshotStore Snapshots { get; } = new SqlSnapshotStore(database);

    public ISearchStore Searches { get; } = new SqlSearchStore(database);

    public IDistributedLock Locks => database;

    public IChangeSignal Signals => database.Signals;

    public Task<T> WriteAsync<T>(Func<IStoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(session => work(new SqlTransaction(database, session, _jobs, _devices)), cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FindAsync<int>("SELECT 1"), cancellationToken);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
