using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

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
