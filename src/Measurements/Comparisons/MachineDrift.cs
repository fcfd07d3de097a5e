namespace LatBench.Measurements.Comparisons;

/// <summary>
/// The change of a machine between two runs on it, by the canary that both of them read. A run on a shared machine differs from another as a whole, and of that its own passes
/// show nothing. The canary is another model, which the same cause slows more or less than the one compared: so its ratio corrects nothing, but the interval of a ratio is
/// widened to hold everything between the ratio as it was measured and the ratio of a model that the cause slows up to twice as much as the canary, on the logarithmic scale
/// (seen: a canary slowed by 1.20, models beside it by 1.25 and 1.34).
/// </summary>
/// <param name="Ratio">The quiet latency of the canary in the second run over that in the first.</param>
public sealed record MachineDrift(LatencyRatio Ratio)
{
    /// <summary>The level of a run: the quantile of its readings that <see cref="CanaryHistory"/> takes for a stretch of time.</summary>
    private const double LevelProbability = 0.10;

    /// <summary>Gets a value indicating whether the machine changed by more than <see cref="CanaryHistory.DriftTolerance"/>, and by more than chance explains.</summary>
    public bool IsSeen => !Ratio.Holds(1) && Math.Abs(Ratio.Value - 1) > CanaryHistory.DriftTolerance;

    /// <summary>Returns the change between two runs; null where one of them has fewer than <see cref="CanaryHistory.MinReadings"/> readings of an unshared core.</summary>
    /// <param name="first">All passes of the first run on the target, of whichever models.</param>
    /// <param name="second">All passes of the second run on the same target.</param>
    /// <param name="seed">The seed of the bootstrap.</param>
    public static MachineDrift? Between(IReadOnlyList<PassResult> first, IReadOnlyList<PassResult> second, ulong seed)
    {
        var (one, other) = (Readings(first), Readings(RatioEstimator.AtClockOf(second, first)));
        return one.Length < CanaryHistory.MinReadings || other.Length < CanaryHistory.MinReadings
            ? null
            : new MachineDrift(RatioEstimator.Separate(new PooledSamples(one), new PooledSamples(other), LevelProbability, seed));
    }

    /// <summary>
    /// Determines whether another process hides a change between two runs: both read the canary often enough, but one of them has too few readings of an unshared core. Where the
    /// canary is not read at all, as for a target that cannot run it, nothing is hidden.
    /// </summary>
    /// <param name="first">All passes of the first run on the target.</param>
    /// <param name="second">All passes of the second run on the same target.</param>
    public static bool IsHidden(IReadOnlyList<PassResult> first, IReadOnlyList<PassResult> second)
    {
        return IsRead(first) && IsRead(second) && Math.Min(Readings(first).Length, Readings(second).Length) < CanaryHistory.MinReadings;

        static bool IsRead(IEnumerable<PassResult> passes) => passes.Count(pass => pass.CanaryNs.Count > 0) >= CanaryHistory.MinReadings;
    }

    /// <summary>Returns the ratio with an interval that holds what the canary makes of it, where the change is seen.</summary>
    /// <param name="ratio">The ratio of two latencies of the two runs.</param>
    public LatencyRatio Widen(LatencyRatio ratio) => IsSeen
        ? ratio with { Low = Math.Min(ratio.Low, ratio.Low / Most), High = Math.Max(ratio.High, ratio.High / Most) }
        : ratio;

    /// <summary>Gets the change of a model that the cause slows twice as much as the canary.</summary>
    private double Most => Ratio.Value * Ratio.Value;

    private static double[] Readings(IEnumerable<PassResult> passes) =>
        [.. passes.Select(CanaryReading.Of).OfType<CanaryReading>().Where(reading => reading.Contended != true).Select(reading => reading.Latency.Nanoseconds)];
}
