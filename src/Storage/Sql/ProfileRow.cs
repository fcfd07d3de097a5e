using LatBench.Measurements;

namespace LatBench.Storage.Sql;

/// <summary>One stored profile.</summary>
internal sealed class ProfileRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT measurement_id AS MeasurementId, runs AS Runs, run_ns AS RunNs, operators AS Operators, started_at AS StartedAt,
               ended_at AS EndedAt, runtime_version AS RuntimeVersion, agent_version AS AgentVersion, session_options AS SessionOptions
        FROM profiles
        """;

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
