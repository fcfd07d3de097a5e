using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Gates;

/// <summary>The decision on one model.</summary>
public sealed record GateDecision
{
    /// <summary>Gets the name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets its configuration in words.</summary>
    public required string Configuration { get; init; }

    /// <summary>Gets the outcome.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>Gets the comparison with the baseline; null where there was nothing to compare.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>Gets a value indicating whether the graph is another one than that of the baseline; null where there is only one.</summary>
    public bool? IsChanged { get; init; }

    /// <summary>Gets the reason in one sentence; empty where there is none.</summary>
    public string Explanation { get; init; } = "";
}
