using System.Security.Cryptography;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Sql;

/// <summary>Gives, prolongs and takes back leases.</summary>
internal sealed class JobLeasing(SqlDatabase database, LeaseExpiry expiry, CampaignProtocols campaignProtocols)
{
    private const int LeaseIdBytes = 16;

    private static readonly IReadOnlyList<BulkColumn<(string Id, long JobId, long Now)>> LeaseColumns =
    [
        BulkColumn<(string Id, long JobId, long Now)>.Text("id", lease => lease.Id),
        BulkColumn<(string Id, long JobId, long Now)>.Number("job_id", lease => lease.JobId),
        BulkColumn<(string Id, long JobId, long Now)>.Number("leased_at", lease => lease.Now),
    ];

    public async Task<IReadOnlyList<LeasedJob>> LeaseAsync(SqlSession session, string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now)
    {
        switch (await DeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false))
        {
            case DeviceState.Active:
                break;
            case DeviceState.Quarantined when await DeviceQuarantine.TakeProbeAsync(session, deviceId, now).ConfigureAwait(false):
                maxJobs = 1;
                break;
            default:
                return [];
        }

        await expiry.RunAsync(session, deviceId, now).ConfigureAwait(false);
        var jobIds = await session.QueryAsync<long>(
            $"""
            SELECT id FROM jobs WHERE device_id = @deviceId AND state = {JobState.Queued:D} AND not_before <= @now
            ORDER BY campaign_id, pass, order_key, id LIMIT @maxJobs {database.ForUpdateSkipLocked}
            """,
            new { deviceId, maxJobs, now = StoredTime.From(now) }).ConfigureAwait(false);
        if (jobIds.Count == 0)
            return [];
        var leaseIds = await ClaimAsync(session, jobIds, now, now + duration).ConfigureAwait(false);
        return await ReadAsync(session, leaseIds).ConfigureAwait(false);
    }

    public static async Task<DateTimeOffset?> NextDueAsync(SqlSession session, string deviceId) =>
        StoredTime.ToTime(await session.FindAsync<long?>(
            $"SELECT MIN(not_before) FROM jobs WHERE device_id = @deviceId AND state = {JobState.Queued:D}", new { deviceId }).ConfigureAwait(false));

    public async Task<IReadOnlyList<string>> RenewAsync(SqlSession session, string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        await DeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false);
        var held = await session.QueryAsync<string>(
            $"""
            UPDATE jobs SET lease_expires_at = @expiresAt
            WHERE device_id = @deviceId AND state = {JobState.Leased:D} AND lease_expires_at > @now AND lease_id {database.In("leaseIds")}
            RETURNING lease_id
            """,
            new { deviceId, leaseIds = leaseIds.ToArray(), expiresAt = StoredTime.From(expiresAt), now = StoredTime.From(now) }).ConfigureAwait(false);
        return [.. leaseIds.Except(held, StringComparer.Ordinal)];
    }

    public async Task<int> ReleaseAsync(SqlSession session, string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset now)
    {
        await DeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false);
        var released = await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Queued:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE device_id = @deviceId AND state = {JobState.Leased:D} AND lease_expires_at > @now AND lease_id {database.In("leaseIds")}
            """,
            new { deviceId, leaseIds = leaseIds.ToArray(), now = StoredTime.From(now) }).ConfigureAwait(false);
        if (released > 0)
            session.Raise(Topics.Device(deviceId));
        return released;
    }

    private async Task<string[]> ClaimAsync(SqlSession session, IReadOnlyList<long> jobIds, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var leases = jobIds.Select(jobId => (Id: NewLeaseId(), JobId: jobId, Now: StoredTime.From(now))).ToArray();
        var leaseIds = leases.Select(lease => lease.Id).ToArray();
        await database.InsertManyAsync(session, "leases", LeaseColumns, leases).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Leased:D}, lease_id = leases.id, lease_expires_at = @expiresAt
            FROM leases WHERE leases.job_id = jobs.id AND leases.id {database.In("leaseIds")}
            """,
            new { leaseIds, expiresAt = StoredTime.From(expiresAt) }).ConfigureAwait(false);
        return leaseIds;
    }

    private async Task<IReadOnlyList<LeasedJob>> ReadAsync(SqlSession session, string[] leaseIds)
    {
        var jobs = await session.QueryAsync<LeasedJobRow>(
            $"""
            SELECT j.id AS Id, j.lease_id AS LeaseId, j.lease_expires_at AS LeaseExpiresAt, j.campaign_id AS CampaignId,
                   j.kind AS Kind, j.pass AS Pass, m.target AS Target, {ModelRow.Columns}
            FROM leases AS l JOIN jobs AS j ON j.id = l.job_id
            JOIN measurements AS m ON m.id = j.measurement_id JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE l.id {database.In("leaseIds")}
            ORDER BY j.campaign_id, j.pass, j.order_key, j.id
            """,
            new { leaseIds }).ConfigureAwait(false);
        var slugs = jobs.Select(job => job.Target).Distinct(StringComparer.Ordinal).ToArray();
        var targets = (await session.QueryAsync<TargetRow>($"{TargetRow.Select} WHERE slug {database.In("slugs")}", new { slugs }).ConfigureAwait(false))
            .ToDictionary(row => row.Slug, row => row.ToTarget(), StringComparer.Ordinal);
        var protocols = await campaignProtocols.GetAsync(session, jobs.Select(job => job.CampaignId)).ConfigureAwait(false);
        return [.. jobs.Select(job => job.ToLeasedJob(targets[job.Target], protocols[job.CampaignId]))];
    }

    private static string NewLeaseId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LeaseIdBytes));
}
