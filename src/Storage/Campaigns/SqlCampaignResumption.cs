using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Takes up a cancelled campaign where it was left.</summary>
internal sealed class SqlCampaignResumption(SqlDatabase database)
{
    private readonly SqlPassQueueing _queueing = new(database);

    public async Task<CampaignResumption> RunAsync(SqlSession session, long campaignId, string? requestId, DateTimeOffset now)
    {
        await LockAsync(session, campaignId).ConfigureAwait(false);
        var campaign = await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false);
        if (campaign is null)
            return new(ResumeOutcome.NotFound, null);
        if (requestId is not null && await session.FindAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM campaign_resumes WHERE campaign_id = @campaignId AND request_id = @requestId)", new { campaignId, requestId }).ConfigureAwait(false))
            return new(ResumeOutcome.Resumed, campaign);
        if (campaign.State != CampaignState.Cancelled)
            return new(ResumeOutcome.NotCancelled, campaign);
        if (await FindGoneTargetsAsync(session, campaignId).ConfigureAwait(false) is { Count: > 0 } gone)
            return new(ResumeOutcome.TargetsGone, campaign) { GoneTargets = gone };
        if (await session.FindAsync<bool>(SamplesRemoved, new { campaignId }).ConfigureAwait(false))
            return new(ResumeOutcome.SamplesRemoved, campaign);

        await NoteAsync(session, campaignId, requestId, now).ConfigureAwait(false);
        await SqlMeasurementReuse.RunAsync(session, campaignId, onlyCancelled: true).ConfigureAwait(false);
        await ReopenAsync(session, campaignId).ConfigureAwait(false);
        await RequeueAsync(session, campaignId, campaign.Protocol.PassInterval(), now).ConfigureAwait(false);
        await _queueing.RunAsync(session, campaignId, campaign.Protocol, now).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"UPDATE campaigns SET state = {CampaignState.Running:D}, ended_at = NULL WHERE id = @campaignId", new { campaignId }).ConfigureAwait(false);
        session.Review(campaignId);
        return new(ResumeOutcome.Resumed, await SqlCampaignQueries.FindAsync(session, campaignId).ConfigureAwait(false));
    }

    /// <summary>A removed device would leave jobs that wait for ever, so devices are locked against it; then measurements and campaign, as everywhere.</summary>
    private async Task LockAsync(SqlSession session, long campaignId)
    {
        await session.QueryAsync<string>(
            $"""
            SELECT id FROM devices WHERE id IN (
                SELECT t.device_id FROM targets AS t JOIN measurements AS m ON m.target = t.slug WHERE m.campaign_id = @campaignId)
            ORDER BY id {database.ForUpdate}
            """,
            new { campaignId }).ConfigureAwait(false);
        await session.QueryAsync<long>(
            $"SELECT id FROM measurements WHERE campaign_id = @campaignId AND verdict = {Verdict.Cancelled:D} ORDER BY id {database.ForUpdate}",
            new { campaignId }).ConfigureAwait(false);
        await session.FindAsync<long?>($"SELECT id FROM campaigns WHERE id = @campaignId {database.ForUpdate}", new { campaignId }).ConfigureAwait(false);
    }

    private static Task<IReadOnlyList<string>> FindGoneTargetsAsync(SqlSession session, long campaignId) =>
        session.QueryAsync<string>(
            $"""
            SELECT t.slug FROM targets AS t JOIN devices AS d ON d.id = t.device_id
            WHERE (t.position IS NULL OR d.state = {DeviceState.Removed:D})
              AND EXISTS (SELECT 1 FROM measurements AS m WHERE m.campaign_id = @campaignId AND m.target = t.slug AND m.verdict = {Verdict.Cancelled:D})
            ORDER BY t.slug
            """,
            new { campaignId });

    /// <summary>Of a finished measurement too: the review of the canary may queue it once more, and pool its samples with the new.</summary>
    private const string SamplesRemoved = """
        SELECT EXISTS (
            SELECT 1 FROM passes AS p JOIN measurements AS m ON m.id = p.measurement_id
            WHERE m.campaign_id = @campaignId AND p.counted AND p.samples IS NULL)
        """;

    private static async Task NoteAsync(SqlSession session, long campaignId, string? requestId, DateTimeOffset now)
    {
        if (requestId is null)
            return;
        await session.ExecuteAsync(
            "INSERT INTO campaign_resumes (campaign_id, request_id, resumed_at) VALUES (@campaignId, @requestId, @now)",
            new { campaignId, requestId, now = StoredTime.From(now) }).ConfigureAwait(false);
    }

    /// <summary>The cancelled ones are pending again; of those that became suspect at the cancellation the review decides anew, with more readings.</summary>
    private static async Task ReopenAsync(SqlSession session, long campaignId)
    {
        await session.ExecuteAsync(
            $"""
            UPDATE measurements SET verdict = NULL, stop_reason = NULL, continued_in = NULL
            WHERE campaign_id = @campaignId AND verdict = {Verdict.Cancelled:D}
            """,
            new { campaignId }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE measurements SET verdict = {Verdict.Valid:D}, suspicions = NULL
            WHERE campaign_id = @campaignId AND verdict = {Verdict.Suspect:D} AND reused_from IS NULL AND NOT remeasured
            """,
            new { campaignId }).ConfigureAwait(false);
    }

    /// <summary>The cancelled jobs of what is pending again, the first of each measurement at once; and the profiles that were still to be made.</summary>
    private static async Task RequeueAsync(SqlSession session, long campaignId, TimeSpan interval, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Queued:D}, failures = 0, expiries = 0, not_before = @now + (pass - cancelled.first_pass) * @step
            FROM (
                SELECT j.measurement_id, MIN(j.pass) AS first_pass
                FROM jobs AS j JOIN measurements AS m ON m.id = j.measurement_id
                WHERE j.campaign_id = @campaignId AND j.kind = {JobKind.Timed:D} AND j.state = {JobState.Cancelled:D} AND m.verdict IS NULL AND m.stop_reason IS NULL
                GROUP BY j.measurement_id) AS cancelled
            WHERE jobs.measurement_id = cancelled.measurement_id AND jobs.kind = {JobKind.Timed:D} AND jobs.state = {JobState.Cancelled:D}
            """,
            new { campaignId, now = StoredTime.From(now), step = (long)interval.TotalMicroseconds }).ConfigureAwait(false);
        var profiled = await session.QueryAsync<string>(
            $"""
            UPDATE jobs SET state = {JobState.Queued:D}, failures = 0, expiries = 0
            WHERE campaign_id = @campaignId AND kind = {JobKind.Profile:D} AND state = {JobState.Cancelled:D}
              AND device_id NOT IN (SELECT id FROM devices WHERE state = {DeviceState.Removed:D})
            RETURNING device_id
            """,
            new { campaignId }).ConfigureAwait(false);
        foreach (var device in profiled.Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }
}
