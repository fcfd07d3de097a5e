using LatBench.Measurements;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Reads what a decision on measurements with new passes needs, and stores it: estimates, and more passes or verdicts.</summary>
internal sealed class SqlMeasurementDecisions(SqlDatabase database, CampaignProtocols campaignProtocols)
{
    private static readonly IReadOnlyList<BulkColumn<NextPass>> JobColumns =
    [
        BulkColumn<NextPass>.Number("campaign_id", next => next.Job.CampaignId),
        BulkColumn<NextPass>.Number("measurement_id", next => next.Job.MeasurementId),
        BulkColumn<NextPass>.Text("device_id", next => next.Job.DeviceId),
        BulkColumn<NextPass>.Number("cohort", next => next.Job.Cohort),
        BulkColumn<NextPass>.Number("pass", next => next.Pass),
        BulkColumn<NextPass>.Number("order_key", next => PassOrder.Key(next.Seed, next.Pass, next.Job.ModelSha256)),
        BulkColumn<NextPass>.Number("state", _ => (long)JobState.Queued),
        BulkColumn<NextPass>.Number("not_before", next => StoredTime.From(next.NotBefore)),
    ];

    private static readonly IReadOnlyList<BulkColumn<NextPass>> SpreadColumns =
    [
        BulkColumn<NextPass>.Number("measurement", next => next.Job.MeasurementId),
        BulkColumn<NextPass>.Number("first", next => next.Pass),
        BulkColumn<NextPass>.Number("begin", next => StoredTime.From(next.NotBefore)),
        BulkColumn<NextPass>.Number("step", next => (long)next.Interval.TotalMicroseconds),
    ];

    /// <summary>Reads all that a decision needs. The measurements and jobs are locked by the caller, the passes stored.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="counted">The new passes that count.</param>
    /// <param name="added">The amounts that all new passes add to the counts of their measurements.</param>
    public async Task<IReadOnlyList<UndecidedMeasurement>> ReadAsync(SqlSession session, IReadOnlyList<TakenPass> counted, IReadOnlyDictionary<long, AddedSamples> added)
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

        return [.. counted.GroupBy(pass => pass.Job.MeasurementId).Select(news =>
        {
            var last = news.MaxBy(pass => pass.Result.Now)!;
            var all = passes[news.Key].Select(row => row.ToResult()).ToArray();
            return new UndecidedMeasurement(last)
            {
                Protocol = protocols[last.Job.CampaignId],
                Passes = all,
                HasOpenJobs = jobs[news.Key].Opened > 0,
                First = all.Length == news.Count() ? news.MinBy(pass => pass.Job.Pass) : null,
                LastPass = jobs[news.Key].LastPass,
                Added = added[news.Key],
            };
        })];
    }

    /// <summary>Stores estimates, and for measurements without open jobs either the verdict or one more pass.</summary>
    public async Task StoreAsync(SqlSession session, IReadOnlyList<DecidedMeasurement> decided)
    {
        var (estimates, spread, more) = (new List<MeasurementEstimate>(), new List<NextPass>(), new List<NextPass>());
        foreach (var (measurement, decision) in decided)
        {
            var (protocol, now) = (measurement.Protocol, measurement.Last.Result.Now);
            var stop = measurement.HasOpenJobs ? null : decision.Stop;
            estimates.Add(new MeasurementEstimate(measurement.Id, measurement.Added, decision.Summary, measurement.Passes, stop));
            // Passes without a time between them are due as they are.
            if (measurement.First is { } first && protocol.PassInterval() > TimeSpan.Zero)
                spread.Add(new NextPass(first.Job, first.Job.Pass, protocol.Seed, now, protocol.PassInterval()));
            if (!measurement.HasOpenJobs && stop is null)
                more.Add(new NextPass(measurement.Last.Job, measurement.LastPass + 1, protocol.Seed, now + decision.Pause, default));
            if (stop is not null)
                session.Review(measurement.Last.Job.CampaignId);
        }

        await MeasurementEstimate.StoreAsync(database, session, estimates).ConfigureAwait(false);
        await SpreadAsync(session, spread).ConfigureAwait(false);
        await database.InsertManyAsync(session, "jobs", JobColumns, more).ConfigureAwait(false);
        foreach (var pass in more)
            session.Raise(Topics.Device(pass.Job.DeviceId));
    }

    /// <summary>The passes that follow the first count their time from when it was made, not from when the campaign was.</summary>
    private Task SpreadAsync(SqlSession session, IReadOnlyList<NextPass> firsts) =>
        database.UpdateManyAsync(
            session,
            "jobs",
            "not_before = $begin + (pass - $first) * $step",
            $"measurement_id = $measurement AND kind = {JobKind.Timed:D} AND pass > $first AND state = {JobState.Queued:D}",
            SpreadColumns,
            firsts);

    /// <summary>A pass to come, or the first, from which those to come are counted.</summary>
    private sealed record NextPass(DeliveredJobRow Job, int Pass, ulong Seed, DateTimeOffset NotBefore, TimeSpan Interval);

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
        BulkColumn<MeasurementEstimate>.Fraction("quiet", row => row.Summary.Latency.Nanoseconds),
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
