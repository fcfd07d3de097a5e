using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Sql;

/// <summary>Ends a campaign before its time.</summary>
internal sealed class CampaignCancellation(SqlDatabase database)
{
    public async Task<Campaign?> RunAsync(SqlSession session, long campaignId, DateTimeOffset now)
    {
        var campaign = await CampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false);
        if (campaign is not { State: CampaignState.Running })
            return campaign;
        // In the order of the ids, and before jobs and campaign, as everywhere.
        await session.QueryAsync<long>(
            $"SELECT id FROM measurements WHERE campaign_id = @campaignId AND {CampaignQueries.Pending} ORDER BY id {database.ForUpdate}",
            new { campaignId }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Cancelled:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE campaign_id = @campaignId AND state IN ({JobState.Queued:D}, {JobState.Leased:D})
            """,
            new { campaignId }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE measurements
            SET stop_reason = {StopReason.Cancelled:D}
            WHERE campaign_id = @campaignId AND {CampaignQueries.Pending}
            """,
            new { campaignId }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE campaigns SET state = {CampaignState.Cancelled:D}, ended_at = @now
            WHERE id = @campaignId AND state = {CampaignState.Running:D}
            """,
            new { campaignId, now = StoredTime.From(now) }).ConfigureAwait(false);
        session.Raise(Topics.Campaign(campaignId));
        return await CampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false);
    }
}
