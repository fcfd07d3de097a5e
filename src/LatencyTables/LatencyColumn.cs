using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>The latencies of one column of a table, and what was left out of them.</summary>
/// <param name="Latencies">In the file's order; no architecture twice.</param>
/// <param name="Empty">Rows without a latency.</param>
/// <param name="Repeated">Rows that say again what a row further up says.</param>
/// <param name="NotMeasurable">Architectures that have no network to measure.</param>
public sealed record LatencyColumn(IReadOnlyList<TableLatency> Latencies, int Empty, int Repeated, int NotMeasurable)
{
    /// <summary>Gets the unit in which the table states them.</summary>
    public LatencyUnit Unit { get; init; } = LatencyUnit.Milliseconds;

    /// <summary>Gets a value that says whether neither the name of the column nor the caller said the unit.</summary>
    public bool UnitIsAssumed { get; init; }

    /// <summary>Gets a value that says whether commas in the numbers were read as decimal commas.</summary>
    public bool HasDecimalCommas { get; init; }
}

/// <summary>An architecture and its latency in a table.</summary>
/// <param name="Architecture">A measurable one.</param>
/// <param name="Latency">Above zero.</param>
public readonly record struct TableLatency(Architecture Architecture, Latency Latency);
