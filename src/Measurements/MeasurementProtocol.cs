namespace LatBench.Measurements;

/// <summary>
/// Settings of the protocol <c>latbench/1</c>: a campaign measures every model in several passes, each in a new random
/// order; a job is a few warm-up inferences and one short block of consecutive samples.
/// </summary>
public sealed record MeasurementProtocol
{
    /// <summary>Name and version of the protocol.</summary>
    public const string Name = "latbench/1";

    /// <summary>Passes over <see cref="MinSpread"/> that a campaign makes which has the time: beyond so many, more add little.</summary>
    public const int SpreadPasses = 32;

    /// <summary>Passes that every model gets; 2 to 1000, default 5.</summary>
    public int MinPasses { get; init; } = 5;

    /// <summary>Passes after which a model is left as it is; at least <see cref="MinPasses"/>, at most 1000, default 40.</summary>
    public int MaxPasses { get; init; } = 40;

    /// <summary>Wished half-width of the 95 % interval relative to the estimate; at least 0.0001, below 1, default 0.02.</summary>
    public double MaxRelativeError { get; init; } = 0.02;

    /// <summary>
    /// Least time from the first pass of a model to its last; 0 to 1 day, default 2 min. Time spread matters more than the number of
    /// samples: a shared machine stays in a fast or a slow state for seconds to minutes.
    /// </summary>
    public TimeSpan MinSpread { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Least time a block of samples lasts; above 0, at most 60 s, default 6 ms.</summary>
    public TimeSpan MinBlockDuration { get; init; } = TimeSpan.FromMilliseconds(6);

    /// <summary>Least number of samples in a block; 1 to 10,000, default 5.</summary>
    public int MinBlockSamples { get; init; } = 5;

    /// <summary>Most warm-up inferences before a block; 1 to 10,000, default 20. Warm-up ends earlier once it has settled.</summary>
    public int MaxWarmUpInferences { get; init; } = 20;

    /// <summary>Seed of the order of models in each pass and of every resampling; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Longest time one model may take in one pass, session creation included; 1 s to 1 h, default 60 s.</summary>
    public TimeSpan ModelTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Least time from one pass of a model to the next until <see cref="MinSpread"/> is reached. A campaign so small that it could make its
    /// passes faster uses the time of its spread for more of them, up to <see cref="SpreadPasses"/> and <see cref="MaxPasses"/>.
    /// </summary>
    public TimeSpan PassInterval() => MinSpread / Math.Max(1, Math.Max(MinPasses, Math.Min(SpreadPasses, MaxPasses)) - 1);
}
