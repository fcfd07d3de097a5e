using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>Takes the failure of a job.</summary>
internal sealed class SqlJobFailing(SqlDatabase database)
{
    public async Task<FailureOutcome> RunAsync(SqlSession session, JobFailure failure)
    {
        await SqlDeviceQueries.TouchAsync(session, failure.DeviceId, failure.Now).ConfigureAwait(false);
        var job = await JobRow.LockAsync(database, session, failure.DeviceId, failure.JobId, failure.LeaseId).ConfigureAwait(false);
        if (job is null)
            return FailureOutcome.UnknownLease;
        var held = job.State == (int)JobState.Leased && job.LeaseId == failure.LeaseId && job.LeaseExpiresAt > StoredTime.From(failure.Now);
        if (!held)
            return FailureOutcome.NotHeld;
        await RecordAsync(session, failure).ConfigureAwait(false);
        if (CountsAgainstDevice(failure.Reason))
            await SqlDeviceQuarantine.CountFailureAsync(session, failure.DeviceId, failure.QuarantineAfter, failure.Now).ConfigureAwait(false);
        var final = job.Failures + 1 >= IJobStore.MaxFailures;
        await session.ExecuteAsync(
            "UPDATE jobs SET state = @state, failures = failures + 1, lease_id = NULL, lease_expires_at = NULL WHERE id = @Id",
            new { job.Id, state = (int)(final ? JobState.Failed : JobState.Queued) }).ConfigureAwait(false);
        session.Raise(Topics.Campaign(job.CampaignId));
        session.Raise(Topics.Device(failure.DeviceId));
        if (!final)
            return FailureOutcome.WillRetry;
        if (job.IsProfile)
        {
            session.Review(job.CampaignId);
            return FailureOutcome.Failed;
        }

        await SqlMeasurementFailing.RunAsync(database, session, [job.MeasurementId], failure.Reason, failure.Message).ConfigureAwait(false);
        return FailureOutcome.Failed;
    }

    /// <summary>A model that the target does not support says nothing about the device, which measures others.</summary>
    private static bool CountsAgainstDevice(FailureReason reason) => reason != FailureReason.TargetUnsupported;

    private static Task<int> RecordAsync(SqlSession session, JobFailure failure) =>
        session.ExecuteAsync(
            "INSERT INTO job_failures (job_id, lease_id, reason, message, failed_at) VALUES (@JobId, @LeaseId, @Reason, @Message, @FailedAt)",
            new
            {
                failure.JobId,
                failure.LeaseId,
                Reason = (int)failure.Reason,
                failure.Message,
                FailedAt = StoredTime.From(failure.Now),
            });
}

/// <summary>Gives measurements the verdict failed, and cancels their open jobs.</summary>
internal static class SqlMeasurementFailing
{
    /// <summary>The measurements are locked by the caller.</summary>
    public static async Task RunAsync(SqlDatabase database, SqlSession session, IReadOnlyList<long> measurementIds, FailureReason reason, string message)
    {
        var ids = measurementIds.ToArray();
        await CancelJobsAsync(database, session, ids).ConfigureAwait(false);
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
            session.Review(campaignId);
    }

    /// <summary>Cancels the open jobs of measurements.</summary>
    public static Task<int> CancelJobsAsync(SqlDatabase database, SqlSession session, long[] ids) =>
        session.ExecuteAsync(
            $"""
            UPDATE jobs SET state = {JobState.Cancelled:D}, lease_id = NULL, lease_expires_at = NULL
            WHERE measurement_id {database.In("ids")} AND state IN ({JobState.Queued:D}, {JobState.Leased:D})
            """,
            new { ids });
}
