using LatBench.Measurements;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Takes jobs back from agents that have not called in time.</summary>
internal sealed class SqlLeaseExpiry(SqlDatabase database)
{
    /// <summary>Measurements failed in one call, as a list parameter has its limit; the next call takes the rest.</summary>
    private const int MaxFailedAtOnce = 1000;

    /// <summary>The condition on jobs whose lease has expired: of the device @deviceId, or of all where it is null, at the time @now.</summary>
    public const string Expired = "state = 2 AND lease_expires_at <= @now AND (@deviceId IS NULL OR device_id = @deviceId)";

    /// <summary>Takes back the jobs of one device, or of all where <paramref name="deviceId"/> is null. Returns the number of leases that had expired.</summary>
    public async Task<int> RunAsync(SqlSession session, string? deviceId, DateTimeOffset now)
    {
        if (!await session.FindAsync<bool>($"SELECT EXISTS (SELECT 1 FROM jobs WHERE {Expired})", new { deviceId, now = StoredTime.From(now) }).ConfigureAwait(false))
            return 0;
        var exhausted = await FailExhaustedAsync(session, deviceId, now).ConfigureAwait(false);
        exhausted += await FailExhaustedProfilesAsync(session, deviceId, now).ConfigureAwait(false);
        var requeued = await session.QueryAsync<string>(
            $"""
            UPDATE jobs SET state = {JobState.Queued:D}, expiries = expiries + 1, lease_id = NULL, lease_expires_at = NULL
            WHERE id IN (SELECT id FROM jobs WHERE {Expired} AND expiries + 1 < {IJobStore.MaxExpiries} {database.ForUpdateSkipLocked})
            RETURNING device_id
            """,
            new { deviceId, now = StoredTime.From(now) }).ConfigureAwait(false);
        foreach (var device in requeued.Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
        return exhausted + requeued.Count;
    }

    private async Task<int> FailExhaustedAsync(SqlSession session, string? deviceId, DateTimeOffset now)
    {
        var parameters = new { deviceId, now = StoredTime.From(now) };
        var candidates = await session.QueryAsync<long>(
            $"""
            SELECT DISTINCT measurement_id FROM jobs WHERE {Expired} AND kind = {JobKind.Timed:D} AND expiries + 1 >= {IJobStore.MaxExpiries}
            LIMIT {MaxFailedAtOnce}
            """,
            parameters).ConfigureAwait(false);
        if (candidates.Count == 0)
            return 0;
        await session.QueryAsync<long>(
            $"SELECT id FROM measurements WHERE id {database.In("ids")} ORDER BY id {database.ForUpdate}", new { ids = candidates.ToArray() }).ConfigureAwait(false);
        var failed = await session.QueryAsync<long>(
            $"""
            UPDATE jobs SET state = {JobState.Failed:D}, expiries = expiries + 1, lease_id = NULL, lease_expires_at = NULL
            WHERE {Expired} AND kind = {JobKind.Timed:D} AND expiries + 1 >= {IJobStore.MaxExpiries} AND measurement_id {database.In("ids")}
            RETURNING measurement_id
            """,
            new { deviceId, parameters.now, ids = candidates.ToArray() }).ConfigureAwait(false);
        await SqlMeasurementFailing.RunAsync(
            database,
            session,
            [.. failed.Distinct()],
            FailureReason.LeaseExpired,
            $"The lease ran out {IJobStore.MaxExpiries} times: the agent died or was cut off.").ConfigureAwait(false);
        return failed.Count;
    }

    /// <summary>Fails profile jobs whose lease has expired too often; their measurements stay as they are.</summary>
    private static async Task<int> FailExhaustedProfilesAsync(SqlSession session, string? deviceId, DateTimeOffset now)
    {
        var campaigns = await session.QueryAsync<long>(
            $"""
            UPDATE jobs SET state = {JobState.Failed:D}, expiries = expiries + 1, lease_id = NULL, lease_expires_at = NULL
            WHERE {Expired} AND kind = {JobKind.Profile:D} AND expiries + 1 >= {IJobStore.MaxExpiries}
            RETURNING campaign_id
            """,
            new { deviceId, now = StoredTime.From(now) }).ConfigureAwait(false);
        foreach (var campaignId in campaigns)
            session.Review(campaignId);
        return campaigns.Count;
    }
}
