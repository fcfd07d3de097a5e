using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Takes the results of jobs and what follows from them, any number in one transaction and a fixed number of round trips.</summary>
internal sealed class SqlJobCompletion(SqlDatabase database, CampaignProtocols protocols)
{
    private static readonly IReadOnlyList<BulkColumn<TakenPass>> PassColumns =
    [
        BulkColumn<TakenPass>.Number("measurement_id", pass => pass.Job.MeasurementId),
        BulkColumn<TakenPass>.Number("job_id", pass => pass.Job.Id),
        BulkColumn<TakenPass>.Text("lease_id", pass => pass.Job.LeaseId),
        BulkColumn<TakenPass>.Number("number", pass => pass.Job.Pass),
        BulkColumn<TakenPass>.Flag("counted", pass => pass.Counted),
        BulkColumn<TakenPass>.Bytes("samples", pass => pass.Result.Samples),
        BulkColumn<TakenPass>.Bytes("warm_up", pass => pass.Result.WarmUp),
        BulkColumn<TakenPass>.Fraction("session_creation_ns", pass => pass.Result.Pass.SessionCreation.Nanoseconds),
        BulkColumn<TakenPass>.Number("peak_memory_bytes", pass => pass.Result.Pass.PeakMemoryBytes),
        BulkColumn<TakenPass>.Bytes("canary", pass => pass.Result.Canary),
        BulkColumn<TakenPass>.Number("clock_ns", pass => pass.Result.Pass.ClockNs),
        BulkColumn<TakenPass>.Number("reference_clock_ns", pass => pass.ReferenceClockNs),
        BulkColumn<TakenPass>.Number("contended", pass => pass.Result.Pass.Contended is { } contended ? (contended ? 1 : 0) : null),
        BulkColumn<TakenPass>.Number("started_at", pass => StoredTime.From(pass.Result.Pass.StartTime)),
        BulkColumn<TakenPass>.Number("ended_at", pass => StoredTime.From(pass.Result.Pass.EndTime)),
        BulkColumn<TakenPass>.Number("condition_shape", pass => pass.Result.Conditions.Id),
        BulkColumn<TakenPass>.Bytes("condition_values", pass => pass.Result.Conditions.Values),
    ];

    private static readonly IReadOnlyList<BulkColumn<AddedSamples>> CountColumns =
    [
        BulkColumn<AddedSamples>.Number("id", row => row.MeasurementId),
        BulkColumn<AddedSamples>.Number("samples", row => row.Samples),
        BulkColumn<AddedSamples>.Number("inference", row => row.InferenceNs),
    ];

    private readonly SqlMeasurementDecisions _deciding = new(database, protocols);

    /// <summary>Stores results: one outcome for each, in their order. The measurements stay locked until what follows is decided.</summary>
    public async Task<TakenResults> TakeAsync(SqlSession session, IReadOnlyList<JobResult> results)
    {
        await SqlDeviceQueries.TouchAllAsync(
            database, session, results.Select(result => result.DeviceId), results.Max(result => result.Now)).ConfigureAwait(false);
        var leaseIds = results.Select(result => result.LeaseId).Distinct(StringComparer.Ordinal).ToArray();
        var jobs = await DeliveredJobRow.LockAsync(database, session, leaseIds).ConfigureAwait(false);
        var outcomes = Judge(results, jobs, out var judged);
        if (judged.Count == 0)
            return new(outcomes, []);
        var taken = await ReferenceClock.SetAsync(database, session, judged).ConfigureAwait(false);
        var counted = taken.Where(pass => pass.Counted).ToArray();
        await StoreAsync(session, taken, counted).ConfigureAwait(false);
        await SqlDeviceQuarantine.ReleaseAsync(database, session, taken.Select(pass => pass.Job.DeviceId)).ConfigureAwait(false);
        var added = taken.GroupBy(pass => pass.Job.MeasurementId).ToDictionary(passes => passes.Key, Added);
        await CountLateAsync(session, [.. added.Values.ExceptBy(counted.Select(pass => pass.Job.MeasurementId), row => row.MeasurementId)]).ConfigureAwait(false);
        foreach (var campaignId in taken.Select(pass => pass.Job.CampaignId).Distinct())
            session.Raise(Topics.Campaign(campaignId));
        return new(outcomes, counted.Length == 0 ? [] : await _deciding.ReadAsync(session, counted, added).ConfigureAwait(false));
    }

    /// <summary>Stores what was decided of measurements that <see cref="TakeAsync"/> gave in the same transaction.</summary>
    public Task DecideAsync(SqlSession session, IReadOnlyList<DecidedMeasurement> decided) => _deciding.StoreAsync(session, decided);

    /// <summary>Each lease is stored once and each job counts once, however often they stand in the batch.</summary>
    private static CompletionOutcome[] Judge(IReadOnlyList<JobResult> results, Dictionary<string, DeliveredJobRow> jobs, out List<TakenPass> taken)
    {
        taken = [];
        var done = new HashSet<long>();
        var stored = new Dictionary<string, bool>(StringComparer.Ordinal);
        var outcomes = new CompletionOutcome[results.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var result = results[i];
            if (!jobs.TryGetValue(result.LeaseId, out var job)
                || job.Id != result.JobId || job.DeviceId != result.DeviceId || job.Kind != (int)JobKind.Timed)
            {
                outcomes[i] = CompletionOutcome.UnknownLease;
                continue;
            }

            if (!stored.TryGetValue(job.LeaseId, out var counted))
            {
                counted = job.Counted ?? (job.IsOpen && done.Add(job.Id));
                stored[job.LeaseId] = counted;
                if (job.Counted is null)
                    taken.Add(new TakenPass(job, result, counted));
            }

            outcomes[i] = counted ? CompletionOutcome.Counted : CompletionOutcome.KeptBeside;
        }

        return outcomes;
    }

    /// <summary>The passes, and the end of the jobs that they count for.</summary>
    private async Task StoreAsync(SqlSession session, IReadOnlyList<TakenPass> taken, IReadOnlyList<TakenPass> counted)
    {
        await database.InsertManyAsync(session, "passes", PassColumns, taken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"UPDATE jobs SET state = {JobState.Done:D}, lease_id = NULL, lease_expires_at = NULL WHERE id {database.In("ids")}",
            new { ids = counted.Select(pass => pass.Job.Id).ToArray() }).ConfigureAwait(false);
    }

    /// <summary>Measurements that got late passes only: no new estimate, but the samples are there.</summary>
    private Task CountLateAsync(SqlSession session, IReadOnlyList<AddedSamples> late) =>
        database.UpdateManyAsync(
            session, "measurements", "samples_taken = samples_taken + $samples, inference_ns = inference_ns + $inference", "id = $id", CountColumns, late);

    private static AddedSamples Added(IGrouping<long, TakenPass> passes) => new(
        passes.Key,
        passes.Sum(pass => (long)pass.Result.Pass.SamplesNs.Count),
        passes.Sum(pass => pass.Result.Pass.SamplesNs.Sum()));
}

/// <summary>A stored result with its job, and whether it is the one that the job counts.</summary>
internal sealed record TakenPass(DeliveredJobRow Job, JobResult Result, bool Counted)
{
    /// <summary>Duration of the clock loop for which latencies of the device are stated; null before its first reading.</summary>
    public long? ReferenceClockNs { get; init; } = Job.ReferenceClockNs;
}

/// <summary>The amounts that new passes add to the counts of a measurement.</summary>
internal sealed record AddedSamples(long MeasurementId, long Samples, long InferenceNs);

/// <summary>One job with all that is needed to store its result.</summary>
internal sealed class DeliveredJobRow
{
    /// <summary>The lease under which the result was measured, which the job may have lost since.</summary>
    public required string LeaseId { get; init; }

    public long Id { get; init; }

    public long CampaignId { get; init; }

    public long MeasurementId { get; init; }

    public required string DeviceId { get; init; }

    public required string ModelSha256 { get; init; }

    public int Pass { get; init; }

    public int Cohort { get; init; }

    public int Kind { get; init; }

    public int State { get; init; }

    /// <summary>Duration of the clock loop for which latencies of the device are stated; null before its first pass.</summary>
    public long? ReferenceClockNs { get; init; }

    /// <summary>Gets a value indicating whether the result counted that was stored for the lease before; null where none was.</summary>
    public bool? Counted { get; init; }

    public bool IsOpen => State is (int)JobState.Queued or (int)JobState.Leased;

    /// <summary>Locks the measurements of the leases, then their jobs, both in the order of their ids, and gives the jobs as they are then, by lease.</summary>
    public static async Task<Dictionary<string, DeliveredJobRow>> LockAsync(SqlDatabase database, SqlSession session, string[] leaseIds)
    {
        await session.QueryAsync<long>(
            $"""
            SELECT id FROM measurements WHERE id IN (
                SELECT j.measurement_id FROM leases AS l JOIN jobs AS j ON j.id = l.job_id WHERE l.id {database.In("leaseIds")})
            ORDER BY id {database.ForUpdate}
            """,
            new { leaseIds }).ConfigureAwait(false);
        await session.QueryAsync<long>(
            $"SELECT id FROM jobs WHERE id IN (SELECT job_id FROM leases WHERE id {database.In("leaseIds")}) ORDER BY id {database.ForUpdate}",
            new { leaseIds }).ConfigureAwait(false);
        var rows = await session.QueryAsync<DeliveredJobRow>(
            $"""
            SELECT l.id AS LeaseId, j.id AS Id, j.campaign_id AS CampaignId, j.measurement_id AS MeasurementId, j.device_id AS DeviceId,
                   m.model_sha256 AS ModelSha256, j.pass AS Pass, j.cohort AS Cohort, j.kind AS Kind, j.state AS State, p.counted AS Counted,
                   d.reference_clock_ns AS ReferenceClockNs
            FROM leases AS l JOIN jobs AS j ON j.id = l.job_id JOIN measurements AS m ON m.id = j.measurement_id JOIN devices AS d ON d.id = j.device_id
            LEFT JOIN passes AS p ON p.measurement_id = j.measurement_id AND p.number = j.pass AND p.lease_id = l.id
            WHERE l.id {database.In("leaseIds")}
            """,
            new { leaseIds }).ConfigureAwait(false);
        return rows.ToDictionary(row => row.LeaseId, StringComparer.Ordinal);
    }
}

/// <summary>
/// The clock for which the latencies of a device are stated: what its clock loop lasted when it was first measured. Any clock that the
/// machine usually has would do as well; what matters is that it stays.
/// </summary>
internal static class ReferenceClock
{
    /// <summary>Sets it for devices that have none, from the readings among the passes.</summary>
    /// <returns>The passes with the reference clocks of their devices.</returns>
    public static async Task<IReadOnlyList<TakenPass>> SetAsync(SqlDatabase database, SqlSession session, IReadOnlyList<TakenPass> taken)
    {
        var first = taken.Where(pass => pass.ReferenceClockNs is null && pass.Result.Pass.ClockNs is not null)
            .GroupBy(pass => pass.Job.DeviceId, pass => pass.Result.Pass.ClockNs!.Value, StringComparer.Ordinal).ToArray();
        if (first.Length == 0)
            return taken;
        foreach (var device in first)
        {
            await session.ExecuteAsync(
                "UPDATE devices SET reference_clock_ns = @clock WHERE id = @id AND reference_clock_ns IS NULL",
                new { id = device.Key, clock = Middle(device) }).ConfigureAwait(false);
        }

        // Another replica may have been first.
        var rows = await session.QueryAsync<Row>(
            $"SELECT id AS Id, reference_clock_ns AS ClockNs FROM devices WHERE id {database.In("ids")}",
            new { ids = first.Select(device => device.Key).ToArray() }).ConfigureAwait(false);
        var clocks = rows.ToDictionary(row => row.Id, row => row.ClockNs, StringComparer.Ordinal);
        return [.. taken.Select(pass => clocks.TryGetValue(pass.Job.DeviceId, out var clock) ? pass with { ReferenceClockNs = clock } : pass)];
    }

    private static long Middle(IEnumerable<long> clocks)
    {
        var sorted = clocks.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed class Row
    {
        public required string Id { get; init; }

        public long? ClockNs { get; init; }
    }
}
