namespace LatBench.Measurements.Comparisons;

/// <summary>The settings of a comparison.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The least difference that counts as faster or slower, relative; 0 by default: any that the interval excludes.</summary>
    public double Tolerance { get; init; }

    /// <summary>The difference within which two latencies count as equal, relative; 0.02 by default.</summary>
    public double Equivalence { get; init; } = 0.02;

    /// <summary>The seed of the resampling; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;
}
