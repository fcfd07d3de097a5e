namespace LatBench.Measurements.Gates;

/// <summary>The settings of a gate.</summary>
public sealed record GateOptions
{
    /// <summary>The slowdown that is allowed, relative; 0.03 by default.</summary>
    public double Allow { get; init; } = 0.03;

    /// <summary>Gets a value indicating whether the gate fails as well where it cannot decide; false by default.</summary>
    public bool Strict { get; init; }

    /// <summary>The seed of the resampling; 1 by default.</summary>
    public ulong Seed { get; init; } = 1;
}
