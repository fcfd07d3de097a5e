namespace LatBench.Measurements.Comparisons;

/// <summary>Estimates the ratio of two latencies with its interval.</summary>
public static class RatioEstimator
{
    /// <summary>
    /// Least half-width of the 95 % interval of a ratio of two separate runs: nine of ten models differ by less than <see cref="LatencyEstimator.MachineRepeatability"/> from one
    /// campaign to the next, and nineteen of twenty by less than this.
    /// </summary>
    public const double SeparateRunsRepeatability = 1.2 * LatencyEstimator.MachineRepeatability;

    /// <summary>
    /// Least half-width of the 95 % interval of a ratio within the same passes: the level of the machine is the same for both, but each model lies elsewhere in memory.
    /// </summary>
    public const double SamePassesRepeatability = 0.5 * LatencyEstimator.MachineRepeatability;

    /// <summary>Passes of each side that an interval needs.</summary>
    public const int MinPasses = 2;

    /// <summary>Returns the ratio of the latencies of models that were measured in the same passes.</summary>
    /// <param name="first">At least <see cref="MinPasses"/> passes.</param>
    /// <param name="second">At least <see cref="MinPasses"/> passes, with the numbers of the same campaign.</param>
    /// <param name="seed">The seed of the bootstrap.</param>
    public static LatencyRatio SamePasses(IReadOnlyList<NumberedPass> first, IReadOnlyList<NumberedPass> second, ulong seed) =>
        RatioBootstrap.Interval(Uncontended(first), Uncontended(second), LatencyEstimator.Probability, seed).AtLeast(SamePassesRepeatability);

    /// <summary>Returns the ratio of the latencies of models that were measured in separate runs.</summary>
    /// <param name="first">At least <see cref="MinPasses"/> passes.</param>
    /// <param name="second">At least <see cref="MinPasses"/> passes.</param>
    /// <param name="seed">The seed of the bootstrap.</param>
    public static LatencyRatio SeparateRuns(IReadOnlyList<PassResult> first, IReadOnlyList<PassResult> second, ulong seed) =>
        Separate(Pool(first), Pool(second), LatencyEstimator.Probability, seed).AtLeast(SeparateRunsRepeatability);

    /// <summary>
    /// Returns the ratio of a low quantile of two pools that have nothing to do with one another: as <see cref="FromIntervals"/>, with Welch and Satterthwaite's degrees of freedom in
    /// the place of those of each pool.
    /// </summary>
    internal static LatencyRatio Separate(PooledSamples first, PooledSamples second, double probability, ulong seed)
    {
        var (one, other) = (Errors.Of(first, probability, seed), Errors.Of(second, probability, SplitMix64.Mix(seed)));
        var ratio = other.Estimate / one.Estimate;
        return new LatencyRatio(ratio, ratio * Math.Exp(-Half(other.Below, one.Above)), ratio * Math.Exp(Half(other.Above, one.Below)));

        double Half(double ofSecond, double ofFirst)
        {
            var (a, b) = (ofSecond * ofSecond, ofFirst * ofFirst);
            if (!double.IsFinite(a + b) || a + b == 0) return a + b;
            var degrees = (a + b) * (a + b) / ((a * a / (second.Passes - 1)) + (b * b / (first.Passes - 1)));
            return StudentT.Quantile975((int)degrees) * Math.Sqrt(a + b);
        }
    }

    /// <summary>
    /// Returns the ratio of two latencies of which only the intervals are known, by the method of variance estimates recovery on the logarithmic scale (Zou and Donner,
    /// "Construction of confidence limits about effect measures", 2008).
    /// </summary>
    /// <param name="first">The first latency.</param>
    /// <param name="firstInterval">Its 95 % interval.</param>
    /// <param name="second">The second latency.</param>
    /// <param name="secondInterval">Its 95 % interval.</param>
    public static LatencyRatio FromIntervals(Latency first, (Latency Low, Latency High) firstInterval, Latency second, (Latency Low, Latency High) secondInterval)
    {
        var below = Distance(Part(secondInterval.Low, second), Part(first, firstInterval.High));
        var above = Distance(Part(second, secondInterval.High), Part(firstInterval.Low, first));
        var ratio = second / first;
        return new LatencyRatio(ratio, ratio * Math.Exp(-below), ratio * Math.Exp(above));

        static double Part(Latency low, Latency high) => Math.Log(high / low);

        static double Distance(double one, double other) => Math.Sqrt((one * one) + (other * other));
    }

    /// <summary>Returns the passes with one reference clock, that of the first of them that has one: the clock loop of one machine takes the same cycles in every run on it.</summary>
    /// <param name="passes">Passes on the machine whose clock is changed.</param>
    /// <param name="others">Passes on the same machine, whose reference clock is taken.</param>
    public static IReadOnlyList<PassResult> AtClockOf(IReadOnlyList<PassResult> passes, IEnumerable<PassResult> others) =>
        others.Select(pass => pass.ReferenceClockNs).FirstOrDefault(clock => clock is not null) is { } reference
            ? [.. passes.Select(pass => pass.ClockNs is null ? pass : pass with { ReferenceClockNs = reference })]
            : passes;

    private static PooledSamples Pool(IReadOnlyList<PassResult> passes) => new(LatencyEstimator.UncontendedPasses(passes));

    private static IReadOnlyList<NumberedPass> Uncontended(IReadOnlyList<NumberedPass> passes) => LatencyEstimator.UncontendedPasses(passes, pass => pass.Result);

    /// <summary>A low quantile with the standard errors of its logarithm on both sides.</summary>
    private readonly record struct Errors(double Estimate, double Below, double Above)
    {
        public static Errors Of(PooledSamples samples, double probability, ulong seed)
        {
            var estimate = Quantile.OfSorted(samples.Sorted, probability);
            var (low, high) = PassBootstrap.Interval(samples, estimate, probability, seed);
            var widening = StudentT.Quantile975(samples.Passes - 1);
            return new Errors(estimate, Math.Log(estimate / low) / widening, Math.Log(high / estimate) / widening);
        }
    }
}
