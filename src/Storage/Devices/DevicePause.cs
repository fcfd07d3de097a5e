using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Keeps why the agent of a device pauses.</summary>
internal static class DevicePause
{
    /// <summary>The assignments that end a pause, for statements that change the row of a device anyway.</summary>
    public const string End = "pause_reason = NULL, pause_message = NULL, paused_at = NULL";

    public static async Task<bool> SetAsync(SqlSession session, string deviceId, PauseReason? reason, string message, DateTimeOffset now)
    {
        var parameters = new { deviceId, reason = (int?)reason, message, now = StoredTime.From(now) };
        var changed = reason is null
            ? await session.ExecuteAsync($"UPDATE devices SET last_seen_at = @now, {End} WHERE id = @deviceId", parameters).ConfigureAwait(false)
            : await session.ExecuteAsync(
                """
                UPDATE devices SET last_seen_at = @now, pause_reason = @reason, pause_message = @message,
                       paused_at = CASE WHEN pause_reason = @reason THEN paused_at ELSE @now END
                WHERE id = @deviceId
                """,
                parameters).ConfigureAwait(false);
        if (changed == 0)
            return false;
        var campaigns = await session.QueryAsync<long>(
            $"SELECT id FROM campaigns WHERE state = {Campaigns.CampaignState.Running:D} AND EXISTS (SELECT 1 FROM jobs WHERE campaign_id = campaigns.id AND device_id = @deviceId AND state IN (1, 2))",
            parameters).ConfigureAwait(false);
        foreach (var campaign in campaigns)
            session.Raise(Topics.Campaign(campaign));
        return true;
    }
}
