using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Samples;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Sql;

/// <summary>Takes the result of a job and what follows from it.</summary>
internal sealed class JobCompleting(SqlDatabase database)
{
    public async Task<CompletionOutcome> RunAsync(
        SqlSession session, JobCompletion completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide)
    {
        await DeviceQueries.TouchAsync(session, completion.DeviceId, completion.Now).ConfigureAwait(false);
        var job = await JobRow.LockAsync(database, session, completion.DeviceId, completion.JobId, completion.LeaseId).ConfigureAwait(false);
        if (job is null || job.IsProfile)
            return CompletionOutcome.UnknownLease;
        var before = await session.FindAsync<bool?>("SELECT counted FROM passes WHERE lease_id = @LeaseId", new { completion.LeaseId }).ConfigureAwait(false);
        if (before is { } counted)
            return counted ? CompletionOutcome.Counted : CompletionOutcome.KeptBeside;
        await InsertPassAsync(session, job, completion).ConfigureAwait(false);
        session.Raise(Topics.Campaign(job.CampaignId));
        if (!job.IsOpen)
            return CompletionOutcome.KeptBeside;
        await DecideAsync(session, job, completion, decide).ConfigureAwait(false);
        return CompletionOutcome.Counted;
    }

    /// <summary>One round trip: the pass, the counts of its measurement, and the end of the job where it is the one that counts.</summary>
    private static Task<int> InsertPassAsync(SqlSession session, JobRow job, JobCompletion completion) =>
        session.ExecuteAsync(
            $"""
            INSERT INTO passes (measurement_id, job_id, lease_id, number, counted, samples, warm_up, session_creation_ns,
                                peak_memory_bytes, canary, started_at, ended_at, conditions)
            VALUES (@MeasurementId, @JobId, @LeaseId, @Number, @Counted, @Samples, @WarmUp, @SessionCreationNs,
                    @PeakMemoryBytes, @Canary, @StartedAt, @EndedAt, @Conditions);
            UPDATE measurements SET samples_taken = samples_taken + @SampleCount, inference_ns = inference_ns + @InferenceNs
            WHERE id = @MeasurementId;
            UPDATE jobs SET state = {JobState.Done:D}, lease_id = NULL, lease_expires_at = NULL WHERE id = @JobId AND @Counted
            """,
            new
            {
                job.MeasurementId,
                completion.JobId,
                completion.LeaseId,
                Number = job.Pass,
                Counted = job.IsOpen,
                Samples = SampleCodec.Encode(completion.Result.SamplesNs),
                WarmUp = SampleCodec.Encode(completion.Result.WarmUpNs),
                SessionCreationNs = completion.Result.SessionCreation.Nanoseconds,
                completion.Result.PeakMemoryBytes,
                Canary = completion.Result.CanaryNs.Count == 0 ? null : SampleCodec.Encode(completion.Result.CanaryNs),
                StartedAt = StoredTime.From(completion.Result.StartTime),
                EndedAt = StoredTime.From(completion.Result.EndTime),
                Conditions = StoredJson.Write(completion.Result.Conditions),
                SampleCount = completion.Result.SamplesNs.Count,
                InferenceNs = completion.Result.SamplesNs.Sum(),
            });

    private async Task DecideAsync(
        SqlSession session, JobRow job, JobCompletion completion, Func<MeasurementProtocol, IReadOnlyList<PassResult>, MeasurementDecision> decide)
    {
        var rows = await session.QueryAsync<PassRow>(
            $"{PassRow.Select} WHERE measurement_id = @MeasurementId AND counted ORDER BY number", new { job.MeasurementId }).ConfigureAwait(false);
        var passes = rows.Select(row => row.ToResult()).ToArray();
        var protocol = await CampaignQueries.GetProtocolAsync(session, job.CampaignId).ConfigureAwait(false);
        var decision = decide(protocol, passes);
        await MeasurementEstimate.StoreAsync(session, job.MeasurementId, decision.Summary, passes).ConfigureAwait(false);
        if (passes.Length == 1)
            await SpreadAsync(session, job, completion.Now, protocol.VisitInterval()).ConfigureAwait(false);
        var open = await session.FindAsync<int>(
            $"SELECT COUNT(*) FROM jobs WHERE measurement_id = @MeasurementId AND kind = {JobKind.Timed:D} AND state IN ({JobState.Queued:D}, {JobState.Leased:D})",
            new { job.MeasurementId }).ConfigureAwait(false);
        if (open > 0)
            return;
        if (decision.Stop is { } stop)
            await StopAsync(session, job, stop, completion.Now).ConfigureAwait(false);
        else
            await AddPassAsync(session, job, completion, protocol.Seed, decision.Pause).ConfigureAwait(false);
    }

    /// <summary>The visits that follow the first count their time from when it was made, not from when the campaign was.</summary>
    private static Task<int> SpreadAsync(SqlSession session, JobRow job, DateTimeOffset now, TimeSpan interval) =>
        session.ExecuteAsync(
            $"""
            UPDATE jobs SET not_before = @now + (pass - @Pass) * @interval
            WHERE measurement_id = @MeasurementId AND kind = {JobKind.Timed:D} AND pass > @Pass AND state = {JobState.Queued:D}
            """,
            new { job.MeasurementId, job.Pass, now = StoredTime.From(now), interval = (long)interval.TotalMicroseconds });

    private async Task StopAsync(SqlSession session, JobRow job, StopReason stop, DateTimeOffset now)
    {
        await session.ExecuteAsync(
            $"UPDATE measurements SET verdict = {Verdict.Valid:D}, stop_reason = @stop WHERE id = @MeasurementId",
            new { job.MeasurementId, stop = (int)stop }).ConfigureAwait(false);
        await CampaignQueries.EndIfDoneAsync(database, session, job.CampaignId, now).ConfigureAwait(false);
    }

    private static async Task AddPassAsync(SqlSession session, JobRow job, JobCompletion completion, ulong seed, TimeSpan pause)
    {
        var last = await session.FindAsync<LastPass>(
            $"""
            SELECT MAX(j.pass) AS Pass, MAX(m.model_sha256) AS ModelSha256
            FROM jobs AS j JOIN measurements AS m ON m.id = j.measurement_id WHERE j.measurement_id = @MeasurementId AND j.kind = {JobKind.Timed:D}
            """,
            new { job.MeasurementId }).ConfigureAwait(false);
        var pass = last!.Pass + 1;
        await session.ExecuteAsync(
            $"""
            INSERT INTO jobs (campaign_id, measurement_id, device_id, pass, order_key, state, not_before)
            VALUES (@CampaignId, @MeasurementId, @DeviceId, @pass, @orderKey, {JobState.Queued:D}, @notBefore)
            """,
            new
            {
                job.CampaignId,
                job.MeasurementId,
                completion.DeviceId,
                pass,
                orderKey = PassOrder.Key(seed, pass, last.ModelSha256),
                notBefore = StoredTime.From(completion.Now + pause),
            }).ConfigureAwait(false);
        session.Raise(Topics.Device(completion.DeviceId));
    }

    private sealed class LastPass
    {
        public int Pass { get; init; }

        public required string ModelSha256 { get; init; }
    }
}
