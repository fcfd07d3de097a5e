using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>One job with all that a report on it needs.</summary>
internal sealed class JobRow
{
    public long Id { get; init; }

    public long CampaignId { get; init; }

    public long MeasurementId { get; init; }

    public int Pass { get; init; }

    public int Kind { get; init; }

    public int State { get; init; }

    public int Failures { get; init; }

    public string? LeaseId { get; init; }

    public long? LeaseExpiresAt { get; init; }

    public bool IsProfile => Kind == (int)JobKind.Profile;

    public bool IsOpen => State is (int)JobState.Queued or (int)JobState.Leased;

    /// <summary>
    /// Locks the measurement of a job and gives the job as it is then; null where the device has no such job or
    /// the lease was never given for it.
    /// </summary>
    public static async Task<JobRow?> LockAsync(SqlDatabase database, SqlSession session, string deviceId, long jobId, string leaseId)
    {
        var measurementId = await session.FindAsync<long?>(
            $"""
            SELECT id FROM measurements WHERE id = (
                SELECT j.measurement_id FROM jobs AS j JOIN leases AS l ON l.job_id = j.id
                WHERE j.id = @jobId AND j.device_id = @deviceId AND l.id = @leaseId)
            {database.ForUpdate}
            """,
            new { jobId, deviceId, leaseId }).ConfigureAwait(false);
        if (measurementId is null)
            return null;
        return await session.FindAsync<JobRow>(
            $"""
            SELECT id AS Id, campaign_id AS CampaignId, measurement_id AS MeasurementId, pass AS Pass, kind AS Kind, state AS State,
                   failures AS Failures, lease_id AS LeaseId, lease_expires_at AS LeaseExpiresAt
            FROM jobs WHERE id = @jobId {database.ForUpdate}
            """,
            new { jobId }).ConfigureAwait(false);
    }
}

/// <summary>The state of a job. The numbers are stored, and stand in partial indexes: they never change.</summary>
internal enum JobState
{
    /// <summary>Waits for its device.</summary>
    Queued = 1,

    /// <summary>Held by its device.</summary>
    Leased = 2,

    /// <summary>Has its result.</summary>
    Done = 3,

    /// <summary>Failed too often.</summary>
    Failed = 4,

    /// <summary>Not wanted any more.</summary>
    Cancelled = 5,
}
