namespace LatBench.Measurements;

/// <summary>Figures over the samples of all counted passes of one model on one target.</summary>
public sealed record LatencySummary
{
    /// <summary>Samples that a 90th percentile needs.</summary>
    public const int MinSamplesForP90 = 64;

    /// <summary>Samples that a 99th percentile needs.</summary>
    public const int MinSamplesForP99 = 662;

    /// <summary>The latency: the 5th percentile of the samples pooled over the passes that had the core to themselves, each brought to the reference clock.</summary>
    public required Latency Latency { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Latency"/>, from a bootstrap over passes.</summary>
    public required Latency Ci95Low { get; init; }

    /// <summary>Upper end of the 95 % interval of <see cref="Latency"/>.</summary>
    public required Latency Ci95High { get; init; }

    /// <summary>Median of all samples.</summary>
    public required Latency Median { get; init; }

    /// <summary>Mean of all samples.</summary>
    public required Latency Mean { get; init; }

    /// <summary>Least sample.</summary>
    public required Latency Min { get; init; }

    /// <summary>90th percentile; null below <see cref="MinSamplesForP90"/> samples.</summary>
    public Latency? P90 { get; init; }

    /// <summary>99th percentile; null below <see cref="MinSamplesForP99"/> samples.</summary>
    public Latency? P99 { get; init; }

    /// <summary>Mean of the samples between the quartiles, the figure that eagle (BRP-NAS) published.</summary>
    public required Latency IqrMean { get; init; }

    /// <summary>Number of samples.</summary>
    public required int Samples { get; init; }

    /// <summary>Number of passes.</summary>
    public required int Passes { get; init; }

    /// <summary>Median time to create the session.</summary>
    public required Latency SessionCreation { get; init; }

    /// <summary>Largest peak memory of the runner in bytes; null where unknown.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Median over latency, minus one: 0 on an unshared machine, less where its clock was mostly faster than the reference.</summary>
    public double Contention => (Median / Latency) - 1;

    /// <summary>Half-width of the 95 % interval relative to <see cref="Latency"/>; 0.02 is 2 %.</summary>
    public double RelativeError => (Ci95High - Ci95Low) / Latency / 2;
}
