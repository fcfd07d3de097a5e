using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Jobs and their leases.</summary>
internal sealed class SqlJobStore : IJobStore
{
    private readonly SqlDatabase _database;
    private readonly LeaseExpiry _expiry;
    private readonly JobLeasing _leasing;
    private readonly Batches<Delivery, CompletionOutcome> _completions;
    private readonly JobFailing _failing;
    private readonly ProfileCompleting _profiling;

    public SqlJobStore(SqlDatabase database)
    {
        _database = database;
        var measurementFailing = new MeasurementFailing(database);
        _expiry = new LeaseExpiry(database, measurementFailing);
        var protocols = new CampaignProtocols(database);
        _leasing = new JobLeasing(database, _expiry, protocols);
        var completing = new JobCompleting(database, protocols);
        var shapes = new ConditionShapes(database);
        _completions = new Batches<Delivery, CompletionOutcome>(
            database.Lanes,
            database.MaxCompletions,
            async deliveries =>
            {
                await shapes.EnsureAsync(deliveries.Select(delivery => delivery.Conditions)).ConfigureAwait(false);
                return await database.WriteAsync(session => completing.RunAsync(session, deliveries), CancellationToken.None).ConfigureAwait(false);
            });
        _failing = new JobFailing(database, measurementFailing);
        _profiling = new ProfileCompleting(database);
    }

    public Task<IReadOnlyList<LeasedJob>> LeaseAsync(string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _leasing.LeaseAsync(session, deviceId, maxJobs, duration, now), cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(string deviceId, CancellationToken cancellationToken) =>
        JobLeasing.NextDueAsync(_database, deviceId, cancellationToken);

    public Task<IReadOnlyList<string>> RenewAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _leasing.RenewAsync(session, deviceId, leaseIds, expiresAt, now), cancellationToken);

    public Task ReleaseAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _leasing.ReleaseAsync(session, deviceId, leaseIds, now), cancellationToken);

    public Task<CompletionOutcome> CompleteAsync(JobCompletion completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide, CancellationToken cancellationToken) =>
        _completions.RunAsync(new Delivery(completion, decide), cancellationToken);

    public Task<CompletionOutcome> CompleteProfileAsync(ProfileCompletion completion, Func<Model, OperatorProfile, OperatorProfile> place, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _profiling.RunAsync(session, completion, place), cancellationToken);

    public Task<FailureOutcome> FailAsync(JobFailure failure, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _failing.RunAsync(session, failure), cancellationToken);

    public Task<int> ExpireLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            async session => await _database.TryAcquireAsync(session, LockName.Expiry).ConfigureAwait(false) ? await _expiry.RunAsync(session, deviceId: null, now).ConfigureAwait(false) : 0,
            cancellationToken);
}
