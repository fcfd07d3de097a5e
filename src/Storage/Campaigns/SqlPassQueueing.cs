using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Queues the passes that pending measurements of a campaign lack: all of the first ones at its start, what is missing after a takeover or a resumption.</summary>
internal sealed class SqlPassQueueing(SqlDatabase database)
{
    /// <summary>
    /// Every pending measurement gets jobs for the passes that are missing to the protocol's minimum, and one at least where it has no open
    /// job: what is decided rests on a pass of this campaign.
    /// </summary>
    public async Task RunAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, DateTimeOffset now, CampaignStoringTally? tally = null)
    {
        var pending = await session.QueryAsync<PendingRow>(
            $"""
            SELECT m.id AS Id, m.model_sha256 AS ModelSha256, m.passes_counted AS Counted, t.device_id AS DeviceId,
                   COALESCE(MAX(j.pass), 0) AS LastPass,
                   MAX(CASE WHEN j.state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN j.cohort END) AS Cohort,
                   COUNT(CASE WHEN j.state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN 1 END) AS Opened
            FROM measurements AS m JOIN targets AS t ON t.slug = m.target
            LEFT JOIN jobs AS j ON j.measurement_id = m.id AND j.campaign_id = m.campaign_id AND j.kind = {JobKind.Timed:D}
            WHERE m.campaign_id = @campaignId AND m.verdict IS NULL AND m.stop_reason IS NULL
            GROUP BY m.id, m.model_sha256, m.passes_counted, t.device_id ORDER BY m.id
            """,
            new { campaignId }).ConfigureAwait(false);
        var jobs = MissingJobs(pending, CohortsOf(pending, protocol), protocol).ToArray();
        await (tally ?? new CampaignStoringTally(database, null, jobs.Length)).InsertAsync(
            session,
            "jobs",
            [
                BulkColumn<MissingJob>.Number("campaign_id", _ => campaignId),
                BulkColumn<MissingJob>.Number("measurement_id", job => job.Row.Id),
                BulkColumn<MissingJob>.Text("device_id", job => job.Row.DeviceId),
                BulkColumn<MissingJob>.Number("cohort", job => job.Cohort),
                BulkColumn<MissingJob>.Number("pass", job => job.Pass),
                BulkColumn<MissingJob>.Number("order_key", job => PassOrder.Key(protocol.Seed, job.Pass, job.Row.ModelSha256)),
                BulkColumn<MissingJob>.Number("state", _ => (long)JobState.Queued),
                BulkColumn<MissingJob>.Number("not_before", job => StoredTime.From(now + (job.Place * protocol.VisitInterval()))),
            ],
            jobs).ConfigureAwait(false);
        foreach (var device in pending.Select(row => row.DeviceId).Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }

    private static IEnumerable<MissingJob> MissingJobs(IReadOnlyList<PendingRow> pending, Dictionary<long, int> cohorts, MeasurementProtocol protocol) =>
        from row in pending
        let missing = Math.Max(protocol.MinPasses - row.Counted - row.Opened, row.Opened == 0 ? 1 : 0)
        from place in Enumerable.Range(0, Math.Max(0, missing))
        select new MissingJob(row, row.Cohort ?? cohorts[row.Id], row.LastPass + 1 + place, row.Opened + place);

    /// <summary>By the order in which the first pass visits the models of a device.</summary>
    private static Dictionary<long, int> CohortsOf(IReadOnlyList<PendingRow> pending, MeasurementProtocol protocol)
    {
        var cohorts = new Dictionary<long, int>(pending.Count);
        var size = Cohorts.SizeFor(protocol);
        foreach (var device in pending.GroupBy(row => row.DeviceId, StringComparer.Ordinal))
        {
            var ordered = device.OrderBy(row => PassOrder.Key(protocol.Seed, 1, row.ModelSha256)).ThenBy(row => row.Id).ToArray();
            for (var rank = 0; rank < ordered.Length; rank++)
                cohorts[ordered[rank].Id] = Cohorts.Of(rank, ordered.Length, size);
        }

        return cohorts;
    }

    /// <summary>One pass to be made, the <paramref name="Place"/>th of those that are open.</summary>
    private sealed record MissingJob(PendingRow Row, int Cohort, int Pass, int Place);

    private sealed class PendingRow
    {
        public long Id { get; init; }

        public required string ModelSha256 { get; init; }

        public required string DeviceId { get; init; }

        /// <summary>Passes that count.</summary>
        public int Counted { get; init; }

        public int LastPass { get; init; }

        /// <summary>The cohort of its open jobs; null where it has none.</summary>
        public int? Cohort { get; init; }

        public int Opened { get; init; }
    }
}
