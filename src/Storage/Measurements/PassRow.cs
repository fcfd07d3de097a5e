using System.Collections.Concurrent;
using LatBench.Measurements;
using LatBench.Storage.Samples;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>One stored pass.</summary>
internal sealed class PassRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = $"""
        SELECT {Figures}, conditions AS Conditions, condition_values AS ConditionValues,
            (SELECT shape FROM condition_shapes WHERE condition_shapes.id = passes.condition_shape) AS ConditionShape
        FROM passes
        """;

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

    /// <summary>Null where they were removed for their age, as is the warm-up.</summary>
    public byte[]? Samples { get; init; }

    public byte[]? WarmUp { get; init; }

    public double SessionCreationNs { get; init; }

    public long? PeakMemoryBytes { get; init; }

    public byte[]? Canary { get; init; }

    public long? ClockNs { get; init; }

    public long? ReferenceClockNs { get; init; }

    public short? Contended { get; init; }

    public long StartedAt { get; init; }

    public long EndedAt { get; init; }

    /// <summary>As JSON, as builds before 0011 stored them.</summary>
    public string? Conditions { get; init; }

    public string? ConditionShape { get; init; }

    public byte[]? ConditionValues { get; init; }

    public StoredPass ToPass() => new(Number, ToResult(), Counted);

    public PassResult ToResult() => new()
    {
        SamplesNs = Decode(Samples),
        WarmUpNs = Decode(WarmUp),
        SessionCreation = Latency.FromNanoseconds(SessionCreationNs),
        PeakMemoryBytes = PeakMemoryBytes,
        CanaryNs = Decode(Canary),
        ClockNs = ClockNs,
        ReferenceClockNs = ReferenceClockNs,
        Contended = Contended is { } contended ? contended != 0 : null,
        StartTime = StoredTime.ToTime(StartedAt),
        EndTime = StoredTime.ToTime(EndedAt),
        Conditions = ReadConditions(),
    };

    private static long[] Decode(byte[]? stored) => stored is null ? [] : SampleCodec.Decode(stored);

    private Conditions ReadConditions() => this switch
    {
        { Conditions: { } json } => StoredJson.Read<Conditions>(json),
        { ConditionShape: { } shape, ConditionValues: { } values } => StoredJson.Read<Conditions>(Storage.Samples.ConditionShape.Join(shape, values)),
        { ConditionValues: not null } => throw new InvalidDataException($"The shape of the conditions of pass {Number} of measurement {MeasurementId} is not stored."),
        _ => NotRead,
    };
}

/// <summary>The parts that repeat in the conditions of passes. A shape is stored before the first pass that has it, and stays.</summary>
internal sealed class ConditionShapes(SqlDatabase database)
{
    /// <summary>More are forgotten, and written once more when they come.</summary>
    private const int MaxKnown = 10_000;

    private static readonly IReadOnlyList<BulkColumn<ConditionShape>> Columns =
    [
        BulkColumn<ConditionShape>.Number("id", shape => shape.Id),
        BulkColumn<ConditionShape>.Text("shape", shape => shape.Shape),
    ];

    private readonly ConcurrentDictionary<long, bool> _known = new();

    /// <summary>Stores those that are new, in a transaction of their own: what is known is certainly there.</summary>
    public async Task EnsureAsync(IEnumerable<ConditionShape> shapes, CancellationToken cancellationToken)
    {
        ConditionShape[] fresh = [.. shapes.Where(shape => !_known.ContainsKey(shape.Id)).DistinctBy(shape => shape.Id).OrderBy(shape => shape.Id)];
        if (fresh.Length == 0)
            return;
        await database.WriteAsync(
            async session =>
            {
                await database.InsertManyAsync(session, "condition_shapes", Columns, fresh, "ON CONFLICT (id) DO NOTHING").ConfigureAwait(false);
                return fresh.Length;
            },
            cancellationToken).ConfigureAwait(false);
        if (_known.Count > MaxKnown)
            _known.Clear();
        foreach (var shape in fresh)
            _known[shape.Id] = true;
    }
}
