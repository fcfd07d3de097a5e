using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Takes the result of a profile job.</summary>
internal sealed class SqlProfileCompletion(SqlDatabase database)
{
    public async Task<CompletionOutcome> RunAsync(SqlSession session, ProfileResult result)
    {
        await SqlDeviceQueries.TouchAsync(session, result.DeviceId, result.Now).ConfigureAwait(false);
        var job = await JobRow.LockAsync(database, session, result.DeviceId, result.JobId, result.LeaseId).ConfigureAwait(false);
        if (job is not { IsProfile: true })
            return CompletionOutcome.UnknownLease;
        await InsertAsync(session, job, result).ConfigureAwait(false);
        if (job.IsOpen)
        {
            await session.ExecuteAsync(
                $"UPDATE jobs SET state = {JobState.Done:D}, lease_id = NULL, lease_expires_at = NULL WHERE id = @Id", new { job.Id }).ConfigureAwait(false);
            session.Review(job.CampaignId);
        }

        session.Raise(Topics.Campaign(job.CampaignId));
        var kept = await session.FindAsync<long?>("SELECT job_id FROM profiles WHERE lease_id = @LeaseId", new { result.LeaseId }).ConfigureAwait(false);
        return kept is null ? CompletionOutcome.KeptBeside : CompletionOutcome.Counted;
    }

    private static Task<int> InsertAsync(SqlSession session, JobRow job, ProfileResult result) =>
        session.ExecuteAsync(
            """
            INSERT INTO profiles (measurement_id, job_id, lease_id, runs, run_ns, operators, started_at, ended_at, runtime_version, agent_version, session_options)
            SELECT COALESCE(reused_from, id), @JobId, @LeaseId, @Runs, @RunNs, @Operators, @StartedAt, @EndedAt, @RuntimeVersion, @AgentVersion, @SessionOptions
            FROM measurements WHERE id = @MeasurementId
            ON CONFLICT (measurement_id) DO NOTHING
            """,
            new
            {
                job.MeasurementId,
                result.JobId,
                result.LeaseId,
                result.Profile.Runs,
                RunNs = result.Profile.Run.Nanoseconds,
                Operators = StoredJson.Write(result.Profile.Operators),
                StartedAt = StoredTime.From(result.Profile.StartTime),
                EndedAt = StoredTime.From(result.Profile.EndTime),
                result.Profile.RuntimeVersion,
                result.Profile.AgentVersion,
                SessionOptions = StoredJson.Write(result.Profile.SessionOptions),
            });
}

/// <summary>One stored profile.</summary>
internal class ProfileRow
{
    /// <summary>Select list, for <c>profiles AS p</c>.</summary>
    public const string Columns = """
        p.measurement_id AS MeasurementId, p.runs AS Runs, p.run_ns AS RunNs, p.operators AS Operators, p.started_at AS StartedAt,
        p.ended_at AS EndedAt, p.runtime_version AS RuntimeVersion, p.agent_version AS AgentVersion, p.session_options AS SessionOptions
        """;

    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = $"SELECT {Columns} FROM profiles AS p";

    public long MeasurementId { get; init; }

    public int Runs { get; init; }

    public double RunNs { get; init; }

    public required string Operators { get; init; }

    public long StartedAt { get; init; }

    public long EndedAt { get; init; }

    public required string RuntimeVersion { get; init; }

    public required string AgentVersion { get; init; }

    public required string SessionOptions { get; init; }

    public OperatorProfile ToProfile() => new()
    {
        Operators = StoredJson.Read<ProfiledOperator[]>(Operators),
        Runs = Runs,
        Run = Latency.FromNanoseconds(RunNs),
        StartTime = StoredTime.ToTime(StartedAt),
        EndTime = StoredTime.ToTime(EndedAt),
        RuntimeVersion = RuntimeVersion,
        AgentVersion = AgentVersion,
        SessionOptions = StoredJson.Read<string[]>(SessionOptions),
    };
}
