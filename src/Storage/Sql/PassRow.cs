using LatBench.Measurements;
using LatBench.Storage.Measurements;
using LatBench.Storage.Samples;

namespace LatBench.Storage.Sql;

/// <summary>One stored pass.</summary>
internal sealed class PassRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = $"SELECT {Figures}, conditions AS Conditions FROM passes";

    /// <summary>The same without conditions, which are larger than the samples and in no figure.</summary>
    public const string SelectFigures = $"SELECT {Figures} FROM passes";

    private const string Figures = """
        measurement_id AS MeasurementId, number AS Number, counted AS Counted, samples AS Samples, warm_up AS WarmUp,
        session_creation_ns AS SessionCreationNs, peak_memory_bytes AS PeakMemoryBytes, canary AS Canary, clock_ns AS ClockNs, reference_clock_ns AS ReferenceClockNs, contended AS Contended,
        started_at AS StartedAt, ended_at AS EndedAt
        """;

    private static readonly Conditions NotRead = new() { RuntimeVersion = "", AgentVersion = "" };

    public long MeasurementId { get; init; }

    public int Number { get; init; }

    public bool Counted { get; init; }

    public required byte[] Samples { get; init; }

    public required byte[] WarmUp { get; init; }

    public double SessionCreationNs { get; init; }

    public long? PeakMemoryBytes { get; init; }

    public byte[]? Canary { get; init; }

    public long? ClockNs { get; init; }

    public long? ReferenceClockNs { get; init; }

    public short? Contended { get; init; }

    public long StartedAt { get; init; }

    public long EndedAt { get; init; }

    public string? Conditions { get; init; }

    public StoredPass ToPass() => new(Number, ToResult(), Counted);

    public PassResult ToResult() => new()
    {
        SamplesNs = SampleCodec.Decode(Samples),
        WarmUpNs = SampleCodec.Decode(WarmUp),
        SessionCreation = Latency.FromNanoseconds(SessionCreationNs),
        PeakMemoryBytes = PeakMemoryBytes,
        CanaryNs = Canary is null ? [] : SampleCodec.Decode(Canary),
        ClockNs = ClockNs,
        ReferenceClockNs = ReferenceClockNs,
        Contended = Contended is { } contended ? contended != 0 : null,
        StartTime = StoredTime.ToTime(StartedAt),
        EndTime = StoredTime.ToTime(EndedAt),
        Conditions = Conditions is null ? NotRead : StoredJson.Read<Conditions>(Conditions),
    };
}
