using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Gives measurements the verdict failed, cancels their open jobs, and ends campaigns that have nothing left.</summary>
internal sealed class MeasurementFailing(SqlDatabase database)
{
    /// <summary>The measurements are locked by the caller.</summary>
    public async Task RunAsync(SqlSession session, IReadOnlyList<long> measurementIds, FailureReason reason, string message, DateTimeOffset now)
    {
        var ids = measurementIds.ToArray();
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Cancelled:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE measurement_id {database.In("ids")} AND state IN ({JobState.Queued:D}, {JobState.Leased:D})
            """,
            new { ids }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE measurements
            SET verdict = {Verdict.Failed:D}, stop_reason = {StopReason.Failed:D}, failure_reason = @reason, failure_message = @message
            WHERE id {database.In("ids")}
            """,
            new { ids, reason = (int)reason, message }).ConfigureAwait(false);
        var campaigns = await session.QueryAsync<long>(
            $"SELECT DISTINCT campaign_id FROM measurements WHERE id {database.In("ids")} ORDER BY campaign_id", new { ids }).ConfigureAwait(false);
        foreach (var campaignId in campaigns)
            await CampaignQueries.EndIfDoneAsync(database, session, campaignId, now).ConfigureAwait(false);
    }
}
