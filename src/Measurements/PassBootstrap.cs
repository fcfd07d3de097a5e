namespace LatBench.Measurements;

/// <summary>
/// The 95 % interval of a low quantile of pooled samples. Whole passes are drawn with replacement, because the samples of
/// one pass share the state of the machine and are not independent.
/// </summary>
/// <remarks>
/// Percentile intervals of few clusters are too narrow, so the interval is made of standard errors, and widened as that of a mean of
/// few values would be, by Student's t (Hesterberg, "What teachers should know about the bootstrap", 2015, section 5).
/// Noise only adds, so the resamples of a low quantile lie above it, and the truth may lie as far below as they lie above: downwards the
/// larger of the standard errors of the two sides counts. Coverage by simulation: docs/research/measuring.md.
/// </remarks>
internal static class PassBootstrap
{
    /// <summary>Number of resamples: enough for their 5th and 95th percentile.</summary>
    public const int Resamples = 1000;

    /// <summary>Passes, at most, of which the draws that were made before are looked up; four bits say how often each was drawn.</summary>
    private const int MaxDistinct = 8;

    private const double NormalRange90 = 3.2897073;

    public static (double Low, double High) Interval(PooledSamples samples, double estimate, double probability, ulong seed)
    {
        var passes = samples.Passes;
        if (passes < 2) return (0, 2 * estimate);

        var replicates = Replicates(samples, probability, new SplitMix64(seed));
        var (fifth, ninetyFifth) = (Quantile.OfSorted(replicates, 0.05), Quantile.OfSorted(replicates, 0.95));
        var widening = StudentT.Quantile975(passes - 1);
        var upwards = (ninetyFifth - fifth) / NormalRange90;
        var downwards = Math.Max(ninetyFifth - estimate, estimate - fifth) / (NormalRange90 / 2);
        return (Math.Max(0, estimate - (widening * downwards)), estimate + (widening * upwards));
    }

    private static double[] Replicates(PooledSamples samples, double probability, SplitMix64 generator)
    {
        var weights = new int[samples.Passes];
        var replicates = new double[Resamples];
        var seen = new Dictionary<ulong, double>();
        for (var replicate = 0; replicate < Resamples; replicate++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < weights.Length; draw++) weights[generator.NextInt32(weights.Length)]++;
            replicates[replicate] = weights.Length > MaxDistinct
                ? samples.WeightedQuantile(weights, probability)
                : Look(seen, samples, weights, probability);
        }

        Array.Sort(replicates);
        return replicates;
    }

    /// <summary>Few passes are drawn in few ways, again and again: 126 for five of them.</summary>
    private static double Look(Dictionary<ulong, double> seen, PooledSamples samples, ReadOnlySpan<int> weights, double probability)
    {
        var key = 0UL;
        foreach (var weight in weights) key = (key << 4) | (uint)weight;
        if (!seen.TryGetValue(key, out var quantile))
            seen[key] = quantile = samples.WeightedQuantile(weights, probability);
        return quantile;
    }
}
