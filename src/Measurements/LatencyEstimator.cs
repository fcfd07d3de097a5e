namespace LatBench.Measurements;

/// <summary>Makes the published figures of a model from its raw samples.</summary>
public static class LatencyEstimator
{
    /// <summary>The quantile of the samples of the <see cref="UncontendedPasses"/>, brought to the reference clock, that is the latency.</summary>
    public const double Probability = 0.05;

    /// <summary>Passes known not to be contended from which on the latency is made of them alone.</summary>
    public const int MinUncontendedPasses = 3;

    /// <summary>
    /// Least half-width of the interval, relative to the estimate: by as much nine of ten models differ from one campaign to the next on
    /// a shared machine whose passes agree. Its level moves from minute to minute, and a model lies elsewhere in memory after each start of
    /// the runner; the passes of one campaign show neither.
    /// </summary>
    public const double MachineRepeatability = 0.01;

    /// <summary>
    /// The figures over the samples of all passes. Quantiles are of type 7 (<see cref="Quantile"/>). The latency and its interval are
    /// those at the reference clock (<see cref="ClockCorrection"/>); every other figure is of the samples as they were taken. The interval comes
    /// from a seeded bootstrap over passes, and is never narrower than <see cref="MachineRepeatability"/>; the same passes and seed give the same figures. One pass alone tells nothing
    /// of the spread between passes: its interval is 0 to twice the estimate, a relative error of 100 %.
    /// </summary>
    /// <param name="passes">At least one pass, each with at least one sample.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <exception cref="ArgumentException">No pass, or a pass without samples.</exception>
    public static LatencySummary Summarize(IReadOnlyList<PassResult> passes, ulong seed)
    {
        if (passes.Count == 0) throw new ArgumentException("A summary needs at least one pass.", nameof(passes));
        if (passes.Any(pass => pass.SamplesNs.Count == 0))
            throw new ArgumentException("Every pass needs at least one sample.", nameof(passes));

        var pooled = new PooledSamples(UncontendedPasses(passes));
        var latency = Quantile.OfSorted(pooled.Sorted, Probability);
        var (low, high) = PassBootstrap.Interval(pooled, latency, Probability, seed);
        low = Math.Min(low, latency * (1 - MachineRepeatability));
        high = Math.Max(high, latency * (1 + MachineRepeatability));
        var sorted = passes.SelectMany(pass => pass.SamplesNs).Select(sample => (double)sample).Order().ToArray();
        return new LatencySummary
        {
            Latency = Latency.FromNanoseconds(latency),
            Ci95Low = Latency.FromNanoseconds(low),
            Ci95High = Latency.FromNanoseconds(high),
            Median = At(sorted, 0.5),
            Mean = Latency.FromNanoseconds(Mean(sorted)),
            Min = Latency.FromNanoseconds(sorted[0]),
            P90 = sorted.Length >= LatencySummary.MinSamplesForP90 ? At(sorted, 0.90) : null,
            P99 = sorted.Length >= LatencySummary.MinSamplesForP99 ? At(sorted, 0.99) : null,
            IqrMean = Latency.FromNanoseconds(InterQuartileMean(sorted)),
            Samples = sorted.Length,
            Passes = passes.Count,
            SessionCreation = MedianSessionCreation(passes),
            PeakMemoryBytes = passes.Max(pass => pass.PeakMemoryBytes),
        };
    }

    /// <summary>The passes that the latency is made of: those that had the core to themselves, or all where they are fewer than <see cref="MinUncontendedPasses"/>.</summary>
    /// <param name="passes">Passes of one model on one target.</param>
    public static IReadOnlyList<PassResult> UncontendedPasses(IReadOnlyList<PassResult> passes) => UncontendedPasses(passes, pass => pass);

    /// <inheritdoc cref="UncontendedPasses(IReadOnlyList{PassResult})"/>
    /// <param name="passes">Passes of one model on one target.</param>
    /// <param name="result">Gets the result of a pass.</param>
    internal static IReadOnlyList<T> UncontendedPasses<T>(IReadOnlyList<T> passes, Func<T, PassResult> result)
    {
        T[] uncontended = [.. passes.Where(pass => result(pass).Contended == false)];
        return uncontended.Length >= MinUncontendedPasses ? uncontended : passes;
    }

    /// <summary>
    /// Determines whether the latency rests on too few uncontended passes to say how near it is: contention is known, and fewer than
    /// <see cref="MinUncontendedPasses"/> passes had none.
    /// </summary>
    /// <param name="passes">Passes of one model on one target.</param>
    public static bool LacksUncontendedPasses(IReadOnlyList<PassResult> passes) =>
        passes.Any(pass => pass.Contended is not null) && passes.Count(pass => pass.Contended == false) < MinUncontendedPasses;

    private static Latency At(ReadOnlySpan<double> sorted, double probability) =>
        Latency.FromNanoseconds(Quantile.OfSorted(sorted, probability));

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Mean of the samples from the lower to the upper quartile, both included.</summary>
    public static double InterQuartileMean(ReadOnlySpan<double> sorted)
    {
        var lower = Quantile.OfSorted(sorted, 0.25);
        var upper = Quantile.OfSorted(sorted, 0.75);
        var first = 0;
        while (sorted[first] < lower) first++;
        var end = sorted.Length;
        while (sorted[end - 1] > upper) end--;
        return end > first ? Mean(sorted[first..end]) : (lower + upper) / 2;
    }

    private static Latency MedianSessionCreation(IReadOnlyList<PassResult> passes)
    {
        var sorted = passes.Select(pass => pass.SessionCreation.Nanoseconds).Order().ToArray();
        return At(sorted, 0.5);
    }
}
