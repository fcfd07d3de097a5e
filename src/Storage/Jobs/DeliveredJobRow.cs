using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

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
