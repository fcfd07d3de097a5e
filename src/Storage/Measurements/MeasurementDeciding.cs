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

/// <summary>The latest estimate of a measurement with what its new passes add to its counts, and why it stops there; null where it goes on.</summary>
internal sealed record MeasurementEstimate(long MeasurementId, AddedSamples Added, LatencySummary Summary, IReadOnlyList<PassResult> Passes, StopReason? Stop)
{
    private static readonly IReadOnlyList<BulkColumn<MeasurementEstimate>> Columns =
    [
        BulkColumn<MeasurementEstimate>.Number("id", row => row.MeasurementId),
        BulkColumn<MeasurementEstimate>.Number("taken", row => row.Added.Samples),
        BulkColumn<MeasurementEstimate>.Number("spent", row => row.Added.InferenceNs),
        BulkColumn<MeasurementEstimate>.Number("counted", row => row.Passes.Count),
        BulkColumn<MeasurementEstimate>.Number("measured", row => StoredTime.From(row.Passes.Max(pass => pass.EndTime))),
        BulkColumn<MeasurementEstimate>.Fraction("quiet", row => row.Summary.Quiet.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("low", row => row.Summary.Ci95Low.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("high", row => row.Summary.Ci95High.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("median", row => row.Summary.Median.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("mean", row => row.Summary.Mean.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("min", row => row.Summary.Min.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("p90", row => row.Summary.P90?.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("p99", row => row.Summary.P99?.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("iqr", row => row.Summary.IqrMean.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Fraction("session", row => row.Summary.SessionCreation.Nanoseconds),
        BulkColumn<MeasurementEstimate>.Number("samples", row => row.Summary.Samples),
        BulkColumn<MeasurementEstimate>.Number("passes", row => row.Summary.Passes),
        BulkColumn<MeasurementEstimate>.Number("memory", row => row.Summary.PeakMemoryBytes),
        BulkColumn<MeasurementEstimate>.Number("stop", row => (long?)row.Stop),
        BulkColumn<MeasurementEstimate>.Number("verdict", row => row.Stop is null ? null : (long)Verdict.Valid),
    ];

    /// <summary>Writes estimates, and the verdicts of those that have stopped.</summary>
    public static Task StoreAsync(SqlDatabase database, SqlSession session, IReadOnlyList<MeasurementEstimate> estimates) =>
        database.UpdateManyAsync(
            session,
            "measurements",
            """
            samples_taken = samples_taken + $taken, inference_ns = inference_ns + $spent, passes_counted = $counted, measured_at = $measured, quiet_ns = $quiet, ci95_low_ns = $low, ci95_high_ns = $high, median_ns = $median,
            mean_ns = $mean, min_ns = $min, p90_ns = $p90, p99_ns = $p99, iqr_mean_ns = $iqr, session_creation_ns = $session, samples = $samples,
            passes = $passes, peak_memory_bytes = $memory, stop_reason = COALESCE($stop, stop_reason), verdict = COALESCE($verdict, verdict)
            """,
            "id = $id",
            Columns,
            estimates);
}
