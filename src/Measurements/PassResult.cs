namespace LatBench.Measurements;

/// <summary>The result of one job of a model: its warm-up, its block of samples, and the conditions around it.</summary>
public sealed record PassResult
{
    /// <summary>Durations of the consecutive inferences of the block in nanoseconds, in order; at least one.</summary>
    public required IReadOnlyList<long> SamplesNs { get; init; }

    /// <summary>Durations of the warm-up inferences before the block in nanoseconds, in order.</summary>
    public IReadOnlyList<long> WarmUpNs { get; init; } = [];

    /// <summary>Time to create the session.</summary>
    public required Latency SessionCreation { get; init; }

    /// <summary>Peak resident memory of the runner while it had this model, in bytes; null where unknown.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>
    /// Durations of the canary beside the block in nanoseconds, in order; empty where it was not read at this job. The canary
    /// is the fixed reference model of <see cref="CanaryHistory"/>.
    /// </summary>
    public IReadOnlyList<long> CanaryNs { get; init; } = [];

    /// <summary>
    /// Duration of the clock loop beside the block in nanoseconds, the mean of its readings before and after; null
    /// where it was not read, as for a model that does not run on the CPU.
    /// </summary>
    public long? ClockNs { get; init; }

    /// <summary>Duration of the clock loop for which latencies of the device are stated; null until the coordinator has taken the pass in.</summary>
    public long? ReferenceClockNs { get; init; }

    /// <summary>Gets a value indicating whether another process ran on the core beside the block; null where that is not known.</summary>
    public bool? Contended { get; init; }

    /// <summary>The factor that brings a duration of this job to the reference clock, see <see cref="Measurements.ClockCorrection"/>.</summary>
    public double ClockCorrection => Measurements.ClockCorrection.Of(ClockNs, ReferenceClockNs);

    /// <summary>When the job began, by the device's clock, UTC.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When the job ended, UTC.</summary>
    public required DateTimeOffset EndTime { get; init; }

    /// <summary>The state of the machine.</summary>
    public required Conditions Conditions { get; init; }
}
