using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Ends a campaign before its time.</summary>
internal sealed class SqlCampaignCancellation(SqlDatabase database)
{
    public async Task<CampaignCancellation?> RunAsync(SqlSession session, long campaignId, DateTimeOffset now)
    {
        var campaign = await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false);
        if (campaign is not { State: CampaignState.Running })
            return campaign is null ? null : new(campaign, HasEndedNow: false);
        // In the order of the ids, and before jobs and campaign, as everywhere.
        await session.QueryAsync<long>(
            $"SELECT id FROM measurements WHERE campaign_id = @campaignId AND {SqlCampaignQueries.Pending} ORDER BY id {database.ForUpdate}",
            new { campaignId }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Cancelled:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE campaign_id = @campaignId AND state IN ({JobState.Queued:D}, {JobState.Leased:D})
            """,
            new { campaignId }).ConfigureAwait(false);
        // The rest keep their passes for later.
        await new SqlSufficientPasses(database).DecideAsync(session, campaignId, campaign.Protocol, StopReason.Cancelled).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"UPDATE measurements SET verdict = {Verdict.Cancelled:D}, stop_reason = {StopReason.Cancelled:D} WHERE campaign_id = @campaignId AND {SqlCampaignQueries.Pending}",
            new { campaignId }).ConfigureAwait(false);
        var hasEnded = await SqlCampaignQueries.EndAsync(session, campaignId, CampaignState.Cancelled, now).ConfigureAwait(false);
        return new((await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false))!, hasEnded);
    }
}
