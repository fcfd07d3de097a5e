using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Models;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Gives, prolongs and takes back leases.</summary>
internal sealed class SqlJobLeasing(SqlDatabase database, SqlLeaseExpiry expiry, CampaignProtocols campaignProtocols)
{
    /// <summary>Four round trips: the device that calls, the claim, what was claimed, the commit.</summary>
    public async Task<IReadOnlyList<LeasedJob>> LeaseAsync(SqlSession session, string deviceId, int maxJobs, TimeSpan duration, DateTimeOffset now)
    {
        var device = await session.FindAsync<LeasingDevice>(
            $"""
            UPDATE devices SET last_seen_at = @now, {SqlDevicePause.End} WHERE id = @deviceId
            RETURNING state AS State, EXISTS (SELECT 1 FROM jobs WHERE {SqlLeaseExpiry.Expired}) AS HasExpired
            """,
            new { deviceId, now = StoredTime.From(now) }).ConfigureAwait(false);
        switch ((DeviceState?)device?.State)
        {
            case DeviceState.Active:
                break;
            case DeviceState.Quarantined when await SqlDeviceQuarantine.TakeProbeAsync(session, deviceId, now).ConfigureAwait(false):
                maxJobs = 1;
                break;
            default:
                return [];
        }

        if (device.HasExpired)
            await expiry.RunAsync(session, deviceId, now).ConfigureAwait(false);
        var ids = await ClaimAsync(session, deviceId, maxJobs, now, now + duration).ConfigureAwait(false);
        return ids.Count == 0 ? [] : await GiveAsync(session, ids, now).ConfigureAwait(false);
    }

    public static async Task<DateTimeOffset?> NextDueAsync(SqlDatabase database, string deviceId, CancellationToken cancellationToken) =>
        StoredTime.ToTime((await database.SelectAsync<long?>(
            $"SELECT MIN(not_before) FROM jobs WHERE device_id = @deviceId AND state = {JobState.Queued:D}", new { deviceId }, cancellationToken).ConfigureAwait(false)).Single());

    public async Task<IReadOnlyList<string>> RenewAsync(SqlSession session, string deviceId, IReadOnlyList<string> leaseIds, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        await SqlDeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false);
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
        await SqlDeviceQueries.TouchAsync(session, deviceId, now).ConfigureAwait(false);
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

    /// <summary>The next jobs of the device @deviceId that are due @now, in the order of the index jobs_queued: no others are read but those not due yet.</summary>
    internal static string NextJobs(SqlDatabase database) => $"""
        SELECT id FROM {database.JobsInLeaseOrder} WHERE device_id = @deviceId AND state = {JobState.Queued:D} AND not_before <= @now
        ORDER BY campaign_id, cohort, pass, order_key, id LIMIT @maxJobs
        """;

    /// <summary>Leases the next queued jobs and returns their ids.</summary>
    private Task<IReadOnlyList<long>> ClaimAsync(SqlSession session, string deviceId, int maxJobs, DateTimeOffset now, DateTimeOffset expiresAt) =>
        session.QueryAsync<long>(
            $"""
            WITH picked AS MATERIALIZED (
                {NextJobs(database)} {database.ForUpdateSkipLocked})
            UPDATE jobs SET state = {JobState.Leased:D}, lease_id = {database.NewLeaseId}, lease_expires_at = @expiresAt
            WHERE id IN (SELECT id FROM picked)
            RETURNING id
            """,
            new { deviceId, maxJobs, now = StoredTime.From(now), expiresAt = StoredTime.From(expiresAt) });

    /// <summary>Notes the leases of claimed jobs, and reads all that an agent needs to know of them.</summary>
    private async Task<IReadOnlyList<LeasedJob>> GiveAsync(SqlSession session, IReadOnlyList<long> ids, DateTimeOffset now)
    {
        var (jobs, targets) = await session.QueryAsync<LeasedJobRow, TargetRow>(
            $"""
            INSERT INTO leases (id, job_id, leased_at) SELECT lease_id, id, @now FROM jobs WHERE id {database.In("ids")};
            SELECT j.id AS Id, j.lease_id AS LeaseId, j.lease_expires_at AS LeaseExpiresAt, j.campaign_id AS CampaignId,
                   j.kind AS Kind, j.pass AS Pass, m.target AS Target, {ModelRow.Columns}
            FROM jobs AS j JOIN measurements AS m ON m.id = j.measurement_id JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE j.id {database.In("ids")}
            ORDER BY j.campaign_id, j.cohort, j.pass, j.order_key, j.id;
            {TargetRow.Select}
            WHERE slug IN (SELECT m.target FROM jobs AS j JOIN measurements AS m ON m.id = j.measurement_id WHERE j.id {database.In("ids")})
            """,
            new { ids = ids.ToArray(), now = StoredTime.From(now) }).ConfigureAwait(false);
        var bySlug = targets.ToDictionary(row => row.Slug, row => row.ToTarget(), StringComparer.Ordinal);
        var protocols = await campaignProtocols.GetAsync(session, jobs.Select(job => job.CampaignId)).ConfigureAwait(false);
        return [.. jobs.Select(job => job.ToLeasedJob(bySlug[job.Target], protocols[job.CampaignId]))];
    }

    /// <summary>A device that asks for jobs.</summary>
    private sealed class LeasingDevice
    {
        public int State { get; init; }

        public bool HasExpired { get; init; }
    }
}

/// <summary>One leased job with its model.</summary>
internal sealed class LeasedJobRow : ModelRow
{
    public long Id { get; init; }

    public required string LeaseId { get; init; }

    public long LeaseExpiresAt { get; init; }

    public long CampaignId { get; init; }

    public int Kind { get; init; }

    public int Pass { get; init; }

    public required string Target { get; init; }

    public LeasedJob ToLeasedJob(Target target, MeasurementProtocol protocol) => new()
    {
        JobId = Id,
        LeaseId = LeaseId,
        ExpiresAt = StoredTime.ToTime(LeaseExpiresAt),
        CampaignId = CampaignId,
        Model = ToModel(),
        Target = target,
        Kind = (JobKind)Kind,
        Pass = Pass,
        Protocol = protocol,
    };
}
