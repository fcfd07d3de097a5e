using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Ends a campaign before its time.</summary>
internal sealed class SqlCampaignCancellation(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxAtOnce = 1000;

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
        await DecideAsync(session, campaignId, campaign.Protocol).ConfigureAwait(false);
        var hasEnded = await SqlCampaignQueries.EndAsync(session, campaignId, CampaignState.Cancelled, now).ConfigureAwait(false);
        return new((await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false))!, hasEnded);
    }

    /// <summary>Gives a verdict to measurements with all that the protocol asks of every model, however wide the interval; the rest keep their passes for later.</summary>
    private async Task DecideAsync(SqlSession session, long campaignId, MeasurementProtocol protocol)
    {
        var candidates = await session.QueryAsync<Candidate>(
            """
            SELECT m.id AS Id, COUNT(*) AS Passes, MIN(p.started_at) AS FirstStart, MAX(p.started_at) AS LastStart
            FROM measurements AS m JOIN passes AS p ON p.measurement_id = m.id
            WHERE m.campaign_id = @campaignId AND m.verdict IS NULL AND m.stop_reason IS NULL AND m.passes_counted >= @MinPasses AND p.counted
            GROUP BY m.id ORDER BY m.id
            """,
            new { campaignId, protocol.MinPasses }).ConfigureAwait(false);
        var enough = candidates.Where(candidate => StoppingRule.HasEnough(candidate.Passes, candidate.Spread, protocol)).Select(candidate => candidate.Id);
        foreach (var ids in enough.Chunk(MaxAtOnce))
        {
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = {Verdict.Valid:D}, stop_reason = {StopReason.Cancelled:D} WHERE id {database.In("ids")}", new { ids }).ConfigureAwait(false);
        }

        await session.ExecuteAsync(
            $"UPDATE measurements SET verdict = {Verdict.Cancelled:D}, stop_reason = {StopReason.Cancelled:D} WHERE campaign_id = @campaignId AND {SqlCampaignQueries.Pending}",
            new { campaignId }).ConfigureAwait(false);
    }

    /// <summary>A pending measurement with as many passes as every model gets.</summary>
    private sealed class Candidate
    {
        public long Id { get; init; }

        public int Passes { get; init; }

        public long FirstStart { get; init; }

        public long LastStart { get; init; }

        public TimeSpan Spread => StoredTime.ToTime(LastStart) - StoredTime.ToTime(FirstStart);
    }
}
