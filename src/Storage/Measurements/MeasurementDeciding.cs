using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Decides what follows from new passes: the estimates of their measurements, more passes or verdicts, the end of their campaigns.</summary>
internal sealed class MeasurementDeciding(SqlDatabase database, CampaignProtocols campaignProtocols)
{
    private static readonly IReadOnlyList<BulkColumn<NextVisit>> JobColumns =
    [
        BulkColumn<NextVisit>.Number("campaign_id", visit => visit.Job.CampaignId),
        BulkColumn<NextVisit>.Number("measurement_id", visit => visit.Job.MeasurementId),
        BulkColumn<NextVisit>.Text("device_id", visit => visit.Job.DeviceId),
        BulkColumn<NextVisit>.Number("cohort", visit => visit.Job.Cohort),
        BulkColumn<NextVisit>.Number("pass", visit => visit.Pass),
        BulkColumn<NextVisit>.Number("order_key", visit => PassOrder.Key(visit.Seed, visit.Pass, visit.Job.ModelSha256)),
        BulkColumn<NextVisit>.Number("state", _ => (long)JobState.Queued),
        BulkColumn<NextVisit>.Number("not_before", visit => StoredTime.From(visit.NotBefore)),
    ];

    private static readonly IReadOnlyList<BulkColumn<NextVisit>> SpreadColumns =
    [
        BulkColumn<NextVisit>.Number("measurement", visit => visit.Job.MeasurementId),
        BulkColumn<NextVisit>.Number("first", visit => visit.Pass),
        BulkColumn<NextVisit>.Number("begin", visit => StoredTime.From(visit.NotBefore)),
        BulkColumn<NextVisit>.Number("step", visit => (long)visit.Interval.TotalMicroseconds),
    ];

    /// <summary>The measurements and jobs are locked by the caller, the passes stored.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="counted">The new passes that count.</param>
    /// <param name="added">The amounts that all new passes add to the counts of their measurements.</param>
    public async Task RunAsync(SqlSession session, IReadOnlyList<TakenPass> counted, IReadOnlyDictionary<long, AddedSamples> added)
    {
        var ids = counted.Select(pass => pass.Job.MeasurementId).Distinct().ToArray();
        var passes = (await session.QueryAsync<PassRow>(
            $"{PassRow.SelectFigures} WHERE measurement_id {database.In("ids")} AND counted ORDER BY measurement_id, number", new { ids }).ConfigureAwait(false))
            .ToLookup(row => row.MeasurementId);
        var protocols = await campaignProtocols.GetAsync(session, counted.Select(pass => pass.Job.CampaignId)).ConfigureAwait(false);
        var jobs = (await session.QueryAsync<JobCounts>(
            $"""
            SELECT measurement_id AS MeasurementId, COUNT(CASE WHEN state IN ({JobState.Queued:D}, {JobState.Leased:D}) THEN 1 END) AS Opened, MAX(pass) AS LastPass
            FROM jobs WHERE measurement_id {database.In("ids")} AND kind = {JobKind.Timed:D} GROUP BY measurement_id
            """,
            new { ids }).ConfigureAwait(false)).ToDictionary(row => row.MeasurementId);

        var (estimates, spread, more) = (new List<MeasurementEstimate>(), new List<NextVisit>(), new List<NextVisit>());
        foreach (var news in counted.GroupBy(pass => pass.Job.MeasurementId))
        {
            var (first, last) = (news.MinBy(pass => pass.Job.Pass)!, news.MaxBy(pass => pass.Completion.Now)!);
            var (protocol, now) = (protocols[last.Job.CampaignId], last.Completion.Now);
            var all = passes[news.Key].Select(row => row.ToResult()).ToArray();
            var decision = last.Delivery.Decide(protocol, all);
            var (opened, lastPass) = (jobs[news.Key].Opened, jobs[news.Key].LastPass);
            var stop = opened == 0 ? decision.Stop : null;
            estimates.Add(new MeasurementEstimate(news.Key, added[news.Key], decision.Summary, all, stop));
            // Visits without a time between them are due as they are.
            if (all.Length == news.Count() && protocol.VisitInterval() > TimeSpan.Zero)
                spread.Add(new NextVisit(first.Job, first.Job.Pass, protocol.Seed, now, protocol.VisitInterval()));
            if (opened == 0 && stop is null)
                more.Add(new NextVisit(last.Job, lastPass + 1, protocol.Seed, now + decision.Pause, default));
        }

        await MeasurementEstimate.StoreAsync(database, session, estimates).ConfigureAwait(false);
        await SpreadAsync(session, spread).ConfigureAwait(false);
        await database.InsertManyAsync(session, "jobs", JobColumns, more).ConfigureAwait(false);
        foreach (var visit in more)
            session.Raise(Topics.Device(visit.Job.DeviceId));
        var stopped = estimates.Where(estimate => estimate.Stop is not null).Select(estimate => estimate.MeasurementId).ToHashSet();
        var lasts = counted.Where(pass => stopped.Contains(pass.Job.MeasurementId)).ToLookup(pass => pass.Job.CampaignId, pass => pass.Completion.Now);
        foreach (var campaign in lasts.OrderBy(campaign => campaign.Key))
            await CampaignQueries.EndIfDoneAsync(database, session, campaign.Key, campaign.Max()).ConfigureAwait(false);
    }

    /// <summary>The visits that follow the first count their time from when it was made, not from when the campaign was.</summary>
    private Task SpreadAsync(SqlSession session, IReadOnlyList<NextVisit> firsts) =>
        database.UpdateManyAsync(
            session,
            "jobs",
            "not_before = $begin + (pass - $first) * $step",
            $"measurement_id = $measurement AND kind = {JobKind.Timed:D} AND pass > $first AND state = {JobState.Queued:D}",
            SpreadColumns,
            firsts);

    /// <summary>A visit to come, or the first, from which those to come are counted.</summary>
    private sealed record NextVisit(DeliveredJobRow Job, int Pass, ulong Seed, DateTimeOffset NotBefore, TimeSpan Interval);

    private sealed class JobCounts
    {
        public long MeasurementId { get; init; }

        public int Opened { get; init; }

        public int LastPass { get; init; }
    }
}
