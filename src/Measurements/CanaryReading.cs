namespace LatBench.Measurements;

/// <summary>One reading of the canary, the fixed reference model that is run beside the blocks.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Latency">Median of the consecutive inferences of the reading, at the reference clock.</param>
/// <param name="Contended">True where the job shared its core with another process; null where that is not known.</param>
public sealed record CanaryReading(DateTimeOffset Time, Latency Latency, bool? Contended = null)
{
    /// <summary>The reading beside a pass; null where the canary was not read there.</summary>
    public static CanaryReading? Of(PassResult pass) => Of(pass.StartTime, pass.CanaryNs, pass.ClockCorrection, pass.Contended);

    /// <summary>The reading made of durations in nanoseconds and of what brings them to the reference clock; null where there are none.</summary>
    public static CanaryReading? Of(DateTimeOffset time, IReadOnlyList<long> samplesNs, double clockCorrection, bool? contended)
    {
        if (samplesNs.Count == 0) return null;
        var sorted = samplesNs.Select(ns => (double)ns).Order().ToArray();
        return new CanaryReading(time, Latency.FromNanoseconds(clockCorrection * Quantile.OfSorted(sorted, 0.5)), contended);
    }
}
