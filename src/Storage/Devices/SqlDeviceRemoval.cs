using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Takes a device out of service: its credentials are revoked, and what waits for it fails, so that no campaign waits for ever.</summary>
internal sealed class SqlDeviceRemoval(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxFailedAtOnce = 1000;

    public async Task RunAsync(SqlSession session, string deviceId, DateTimeOffset now)
    {
        await SqlDeviceEnrolment.RevokeCredentialsAsync(session, deviceId, now).ConfigureAwait(false);
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
            await SqlMeasurementFailing.RunAsync(
                database, session, ids, FailureReason.DeviceRemoved, $"The device {deviceId} was removed before the measurement had its passes.").ConfigureAwait(false);
        }

        await CancelProfilesAsync(session, deviceId).ConfigureAwait(false);
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
}
