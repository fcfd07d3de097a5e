using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Jobs and their leases.</summary>
internal sealed class SqlJobStore(SqlDatabase database) : IJobStore
{
    private readonly CampaignProtocols _protocols = new(database);
    private readonly ConditionShapes _shapes = new(database);

    public int ResultLanes => database.Lanes;

    public int MaxResults => database.MaxCompletions;

    public Task<DateTimeOffset?> NextDueAsync(string deviceId, CancellationToken cancellationToken) =>
        SqlJobLeasing.NextDueAsync(database, deviceId, cancellationToken);

    public Task<IReadOnlyList<string>> RenewAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Leasing.RenewAsync(session, deviceId, leaseIds, expiresAt, now), cancellationToken);

    public Task ReleaseAsync(string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Leasing.ReleaseAsync(session, deviceId, leaseIds, now), cancellationToken);

    public Task PrepareAsync(IReadOnlyList<JobResult> results, CancellationToken cancellationToken) =>
        _shapes.EnsureAsync(results.Select(result => result.Conditions), cancellationToken);

    public Task<Model?> FindProfiledModelAsync(string deviceId, long jobId, string leaseId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ModelRow>(
                $"""
                SELECT {ModelRow.Columns}
                FROM jobs AS j JOIN leases AS l ON l.job_id = j.id JOIN measurements AS m ON m.id = j.measurement_id JOIN models AS o ON o.sha256 = m.model_sha256
                WHERE j.id = @jobId AND j.device_id = @deviceId AND j.kind = {JobKind.Profile:D} AND l.id = @leaseId
                """,
                new { deviceId, jobId, leaseId }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);

    /// <summary>Gets the part that gives and takes back leases.</summary>
    internal SqlJobLeasing Leasing => field ??= new(database, Expiry, _protocols);

    /// <summary>Gets the part that takes back leases that have expired.</summary>
    internal SqlLeaseExpiry Expiry { get; } = new(database);

    /// <summary>Gets the part that stores results.</summary>
    internal SqlJobCompletion Completing => field ??= new(database, _protocols);
}
