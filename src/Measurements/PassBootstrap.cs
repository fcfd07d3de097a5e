namespace LatBench.Measurements;

/// <summary>
/// The 95 % interval of a quantile of pooled samples. Whole passes are drawn with replacement, because the samples of
/// one pass share the state of the machine and are not independent.
/// </summary>
/// <remarks>
/// Percentile intervals of few clusters are too narrow. The interval is therefore the union of two: the bootstrap
/// percentiles at levels widened for few passes (Hesterberg, "What teachers should know about the bootstrap", 2015,
/// section 5), which follow the long upper side of a machine with a slow state; and estimate ± t × a standard error from
/// the central 90 % of the bootstrap, which alone can reach below the best pass seen. Coverage by simulation:
/// docs/measuring.md.
/// </remarks>
internal static class PassBootstrap
{
    /// <summary>Number of resamples: enough for the 0.1 % level that five passes need.</summary>
    public const int Resamples = 2000;

    private const double NormalRange90 = 3.2897073;

    public static (double Low, double High) Interval(PooledSamples samples, double estimate, double probability, ulong seed)
    {
        var passes = samples.Passes;
        if (passes < 2) return (0, 2 * estimate);

        var generator = new SplitMix64(seed);
        var weights = new int[passes];
        var replicates = new double[Resamples];
        for (var replicate = 0; replicate < Resamples; replicate++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < passes; draw++) weights[generator.NextInt32(passes)]++;
            replicates[replicate] = samples.WeightedQuantile(weights, probability);
        }

        Array.Sort(replicates);
        var widened = StudentT.Quantile975(passes - 1) * Math.Sqrt(passes / (passes - 1.0));
        var tail = StudentT.NormalUpperTail(widened);
        var standardError = (Quantile.OfSorted(replicates, 0.95) - Quantile.OfSorted(replicates, 0.05)) / NormalRange90;
        var low = Math.Min(Quantile.OfSorted(replicates, tail), estimate - (widened * standardError));
        var high = Math.Max(Quantile.OfSorted(replicates, 1 - tail), estimate + (widened * standardError));
        return (Math.Max(0, low), high);
    }
}
