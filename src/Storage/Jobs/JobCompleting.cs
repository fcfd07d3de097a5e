using LatBench.Storage.Campaigns;
using LatBench.Storage.Devices;
using LatBench.Storage.Measurements;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Takes the results of jobs and what follows from them, any number in one transaction and a fixed number of round trips.</summary>
internal sealed class JobCompleting(SqlDatabase database, CampaignProtocols protocols)
{
    private static readonly IReadOnlyList<BulkColumn<TakenPass>> PassColumns =
    [
        BulkColumn<TakenPass>.Number("measurement_id", pass => pass.Job.MeasurementId),
        BulkColumn<TakenPass>.Number("job_id", pass => pass.Job.Id),
        BulkColumn<TakenPass>.Text("lease_id", pass => pass.Job.LeaseId),
        BulkColumn<TakenPass>.Number("number", pass => pass.Job.Pass),
        BulkColumn<TakenPass>.Flag("counted", pass => pass.Counted),
        BulkColumn<TakenPass>.Bytes("samples", pass => pass.Delivery.Samples),
        BulkColumn<TakenPass>.Bytes("warm_up", pass => pass.Delivery.WarmUp),
        BulkColumn<TakenPass>.Fraction("session_creation_ns", pass => pass.Completion.Result.SessionCreation.Nanoseconds),
        BulkColumn<TakenPass>.Number("peak_memory_bytes", pass => pass.Completion.Result.PeakMemoryBytes),
        BulkColumn<TakenPass>.Bytes("canary", pass => pass.Delivery.Canary),
        BulkColumn<TakenPass>.Number("clock_ns", pass => pass.Completion.Result.ClockNs),
        BulkColumn<TakenPass>.Number("reference_clock_ns", pass => pass.ReferenceClockNs),
        BulkColumn<TakenPass>.Number("contended", pass => pass.Completion.Result.Contended is { } contended ? (contended ? 1 : 0) : null),
        BulkColumn<TakenPass>.Number("started_at", pass => StoredTime.From(pass.Completion.Result.StartTime)),
        BulkColumn<TakenPass>.Number("ended_at", pass => StoredTime.From(pass.Completion.Result.EndTime)),
        BulkColumn<TakenPass>.Number("condition_shape", pass => pass.Delivery.Conditions.Id),
        BulkColumn<TakenPass>.Bytes("condition_values", pass => pass.Delivery.Conditions.Values),
    ];

    private static readonly IReadOnlyList<BulkColumn<AddedSamples>> CountColumns =
    [
        BulkColumn<AddedSamples>.Number("id", row => row.MeasurementId),
        BulkColumn<AddedSamples>.Number("samples", row => row.Samples),
        BulkColumn<AddedSamples>.Number("inference", row => row.InferenceNs),
    ];

    private readonly MeasurementDeciding _deciding = new(database, protocols);

    /// <summary>One outcome a delivery, in their order.</summary>
    public async Task<IReadOnlyList<CompletionOutcome>> RunAsync(SqlSession session, IReadOnlyList<Delivery> deliveries)
    {
        await DeviceQueries.TouchAllAsync(
            database, session, deliveries.Select(delivery => delivery.Completion.DeviceId), deliveries.Max(delivery => delivery.Completion.Now)).ConfigureAwait(false);
        var leaseIds = deliveries.Select(delivery => delivery.Completion.LeaseId).Distinct(StringComparer.Ordinal).ToArray();
        var jobs = await DeliveredJobRow.LockAsync(database, session, leaseIds).ConfigureAwait(false);
        var outcomes = Judge(deliveries, jobs, out var judged);
        if (judged.Count == 0)
            return outcomes;
        var taken = await ReferenceClock.SetAsync(database, session, judged).ConfigureAwait(false);
        var counted = taken.Where(pass => pass.Counted).ToArray();
        await StoreAsync(session, taken, counted).ConfigureAwait(false);
        await DeviceQuarantine.ReleaseAsync(database, session, taken.Select(pass => pass.Job.DeviceId)).ConfigureAwait(false);
        var added = taken.GroupBy(pass => pass.Job.MeasurementId).ToDictionary(passes => passes.Key, Added);
        if (counted.Length > 0)
            await _deciding.RunAsync(session, counted, added).ConfigureAwait(false);
        await CountLateAsync(session, [.. added.Values.ExceptBy(counted.Select(pass => pass.Job.MeasurementId), row => row.MeasurementId)]).ConfigureAwait(false);
        foreach (var campaignId in taken.Select(pass => pass.Job.CampaignId).Distinct())
            session.Raise(Topics.Campaign(campaignId));
        return outcomes;
    }

    /// <summary>Each lease is stored once and each job counts once, however often they stand in the batch.</summary>
    private static CompletionOutcome[] Judge(IReadOnlyList<Delivery> deliveries, Dictionary<string, DeliveredJobRow> jobs, out List<TakenPass> taken)
    {
        taken = [];
        var done = new HashSet<long>();
        var stored = new Dictionary<string, bool>(StringComparer.Ordinal);
        var outcomes = new CompletionOutcome[deliveries.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var completion = deliveries[i].Completion;
            if (!jobs.TryGetValue(completion.LeaseId, out var job)
                || job.Id != completion.JobId || job.DeviceId != completion.DeviceId || job.Kind != (int)JobKind.Timed)
            {
                outcomes[i] = CompletionOutcome.UnknownLease;
                continue;
            }

            if (!stored.TryGetValue(job.LeaseId, out var counted))
            {
                counted = job.Counted ?? (job.IsOpen && done.Add(job.Id));
                stored[job.LeaseId] = counted;
                if (job.Counted is null)
                    taken.Add(new TakenPass(job, deliveries[i], counted));
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
        passes.Sum(pass => (long)pass.Completion.Result.SamplesNs.Count),
        passes.Sum(pass => pass.Completion.Result.SamplesNs.Sum()));
}
