namespace LatBench.Measurements.Comparisons;

/// <summary>The outcome of comparing two measurements.</summary>
public sealed record Comparison
{
    /// <summary>Gets the latency of the second over that of the first; null where one of them has no latency.</summary>
    public required LatencyRatio? Ratio { get; init; }

    /// <summary>Gets the verdict on the second against the first.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>Gets the reason of <see cref="ComparisonVerdict.CannotTell"/>; null with every other verdict.</summary>
    public ComparisonReason? Reason { get; init; }

    /// <summary>Gets the reason in one sentence; empty where there is none.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Gets a value indicating whether pass n of one was compared with pass n of the other.</summary>
    public bool IsPaired { get; init; }

    /// <summary>Gets the latency of the first at the reference clock; null where it has none.</summary>
    public Latency? First { get; init; }

    /// <summary>Gets the latency of the second at the same clock; null where it has none.</summary>
    public Latency? Second { get; init; }

    /// <summary>Creates a comparison that was not decided.</summary>
    internal static Comparison Undecided(ComparisonReason reason, string explanation) =>
        new() { Ratio = null, Verdict = ComparisonVerdict.CannotTell, Reason = reason, Explanation = explanation };
}
