using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Ends what waits for a device that does not come back, so that no campaign waits for ever.</summary>
internal sealed class SqlDeviceRemoval(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxFailedAtOnce = 1000;

    /// <summary>The condition on a device that its agent has not called since a time.</summary>
    public const string Silent = "COALESCE(last_seen_at, enrolled_at) < @silentSince";

    /// <summary>Takes a device out of service: its credentials are revoked, and what waits for it ends.</summary>
    public async Task RunAsync(SqlSession session, string deviceId, DateTimeOffset now)
    {
        await SqlDeviceEnrolment.RevokeCredentialsAsync(session, deviceId, now).ConfigureAwait(false);
        var message = $"The device {deviceId} was removed before the measurement had its passes.";
        await EndWaitingAsync(session, deviceId, StopReason.DeviceRemoved, FailureReason.DeviceRemoved, message).ConfigureAwait(false);
    }

    /// <summary>Ends what waits for a device that has been silent since a time; nothing where it has called since.</summary>
    public async Task<GivenUp> GiveUpAsync(SqlSession session, string deviceId, DateTimeOffset silentSince, string message)
    {
        var silent = await session.FindAsync<string>(
            $"SELECT id FROM devices WHERE id = @deviceId AND {Silent} {database.ForUpdate}",
            new { deviceId, silentSince = StoredTime.From(silentSince) }).ConfigureAwait(false);
        if (silent is null)
            return new(Decided: 0, Failed: 0);
        return await EndWaitingAsync(session, deviceId, StopReason.DeviceAbsent, FailureReason.DeviceAbsent, message).ConfigureAwait(false);
    }

    /// <summary>Ends what waits for a device: a measurement that has all that the protocol asks of every model has its verdict, any other fails.</summary>
    private async Task<GivenUp> EndWaitingAsync(SqlSession session, string deviceId, StopReason stop, FailureReason failure, string message)
    {
        var decided = await DecideWaitingAsync(session, deviceId, stop).ConfigureAwait(false);
        return new(decided, await FailWaitingAsync(session, deviceId, failure, message).ConfigureAwait(false));
    }

    /// <summary>Gives verdicts to the measurements that wait for a narrower interval only, and cancels their open jobs.</summary>
    private async Task<int> DecideWaitingAsync(SqlSession session, string deviceId, StopReason reason)
    {
        var waiting = await session.QueryAsync<Waiting>(
            $"""
            SELECT id AS Id, campaign_id AS CampaignId FROM measurements
            WHERE {SqlCampaignQueries.Pending} AND id IN (
                SELECT measurement_id FROM jobs WHERE device_id = @deviceId AND kind = {JobKind.Timed:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D}))
            ORDER BY id {database.ForUpdate}
            """,
            new { deviceId }).ConfigureAwait(false);
        var count = 0;
        foreach (var campaignId in waiting.Select(measurement => measurement.CampaignId).Distinct())
        {
            var campaign = (await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false))!;
            var decided = await new SqlSufficientPasses(database).DecideAsync(session, campaignId, campaign.Protocol, reason, deviceId).ConfigureAwait(false);
            foreach (var ids in decided.Chunk(MaxFailedAtOnce))
                await SqlMeasurementFailing.CancelJobsAsync(database, session, ids).ConfigureAwait(false);
            if (decided.Count > 0)
                session.Review(campaignId);
            count += decided.Count;
        }

        return count;
    }

    private async Task<int> FailWaitingAsync(SqlSession session, string deviceId, FailureReason reason, string message)
    {
        var waiting = await session.QueryAsync<long>(
            $"""
            SELECT DISTINCT measurement_id FROM jobs
            WHERE device_id = @deviceId AND kind = {JobKind.Timed:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D}) ORDER BY measurement_id
            """,
            new { deviceId }).ConfigureAwait(false);
        foreach (var ids in waiting.Chunk(MaxFailedAtOnce))
        {
            await session.QueryAsync<long>(
                $"SELECT id FROM measurements WHERE id {database.In("ids")} ORDER BY id {database.ForUpdate}", new { ids }).ConfigureAwait(false);
            await SqlMeasurementFailing.RunAsync(database, session, ids, reason, message).ConfigureAwait(false);
        }

        await CancelProfilesAsync(session, deviceId).ConfigureAwait(false);
        return waiting.Count;
    }

    private static async Task CancelProfilesAsync(SqlSession session, string deviceId)
    {
        var campaigns = await session.QueryAsync<long>(
            $"""
            UPDATE jobs SET state = {JobState.Cancelled:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE device_id = @deviceId AND kind = {JobKind.Profile:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D})
            RETURNING campaign_id
            """,
            new { deviceId }).ConfigureAwait(false);
        foreach (var campaignId in campaigns)
            session.Review(campaignId);
    }

    /// <summary>A pending measurement with jobs of the device.</summary>
    private sealed class Waiting
    {
        public long Id { get; init; }

        public long CampaignId { get; init; }
    }
}
