using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Queues the passes that the <see cref="PassPlan"/> of a campaign has.</summary>
internal sealed class SqlPassQueueing(SqlDatabase database)
{
    public async Task RunAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, DateTimeOffset now, CampaignStoringTally? tally = null)
    {
        var pending = await session.QueryAsync<PendingMeasurement>(
            $"""
            SELECT m.id AS Id, m.model_sha256 AS ModelSha256, m.passes_counted AS CountedPasses, t.device_id AS DeviceId,
                   COALESCE(MAX(j.pass), 0) AS LastPass,
                   MAX(CASE WHEN j.state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN j.cohort END) AS Cohort,
                   COUNT(CASE WHEN j.state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN 1 END) AS OpenJobs
            FROM measurements AS m JOIN targets AS t ON t.slug = m.target
            LEFT JOIN jobs AS j ON j.measurement_id = m.id AND j.campaign_id = m.campaign_id AND j.kind = {JobKind.Timed:D}
            WHERE m.campaign_id = @campaignId AND m.verdict IS NULL AND m.stop_reason IS NULL
            GROUP BY m.id, m.model_sha256, m.passes_counted, t.device_id ORDER BY m.id
            """,
            new { campaignId }).ConfigureAwait(false);
        var passes = PassPlan.Missing(pending, protocol).ToArray();
        await (tally ?? new CampaignStoringTally(database, null, passes.Length)).InsertAsync(
            session,
            "jobs",
            [
                BulkColumn<PlannedPass>.Number("campaign_id", _ => campaignId),
                BulkColumn<PlannedPass>.Number("measurement_id", pass => pass.Measurement.Id),
                BulkColumn<PlannedPass>.Text("device_id", pass => pass.Measurement.DeviceId),
                BulkColumn<PlannedPass>.Number("cohort", pass => pass.Cohort),
                BulkColumn<PlannedPass>.Number("pass", pass => pass.Number),
                BulkColumn<PlannedPass>.Number("order_key", pass => PassOrder.Key(protocol.Seed, pass.Number, pass.Measurement.ModelSha256)),
                BulkColumn<PlannedPass>.Number("state", _ => (long)JobState.Queued),
                BulkColumn<PlannedPass>.Number("not_before", pass => StoredTime.From(now + pass.Delay)),
            ],
            passes).ConfigureAwait(false);
        foreach (var device in pending.Select(measurement => measurement.DeviceId).Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }
}
