namespace LatBench.Measurements.Comparisons;

/// <summary>
/// The 95 % interval of the ratio of two low quantiles of pooled samples, from a bootstrap over passes on the logarithmic scale. The same passes are drawn for both sides, so that
/// what the machine did to both in a pass cancels.
/// </summary>
/// <remarks>
/// The interval is made of the standard error of the resamples and widened by Student's t, as that of one latency is (<see cref="PassBootstrap"/>). Noise only adds to a latency; in the
/// ratio it adds to either side, so both ends are equally far away. Coverage by simulation: docs/research/measuring.md.
/// </remarks>
internal static class RatioBootstrap
{
    private const double Normal975 = 1.9599640;
    private const double Tail = 0.025;

    /// <summary>Returns the ratio of the quantiles, the second over the first, with its interval.</summary>
    public static LatencyRatio Interval(IReadOnlyList<NumberedPass> first, IReadOnlyList<NumberedPass> second, double probability, ulong seed)
    {
        var numbers = first.Concat(second).Select(pass => pass.Number).Distinct().Order().ToArray();
        var (one, other) = (new Side(first, numbers), new Side(second, numbers));
        var generator = new SplitMix64(seed);
        var drawn = new int[numbers.Length];
        var replicates = new double[PassBootstrap.Resamples];
        for (var replicate = 0; replicate < replicates.Length; replicate++)
        {
            do
            {
                Array.Clear(drawn);
                for (var draw = 0; draw < drawn.Length; draw++) drawn[generator.NextInt32(drawn.Length)]++;
            }
            while (!one.Take(drawn) || !other.Take(drawn));
            replicates[replicate] = Math.Log(other.Quantile(probability) / one.Quantile(probability));
        }

        var estimate = Math.Log(other.Estimate(probability) / one.Estimate(probability));
        var half = StudentT.Quantile975(Math.Min(first.Count, second.Count) - 1) * StandardError(replicates);
        return new LatencyRatio(Math.Exp(estimate), Math.Exp(estimate - half), Math.Exp(estimate + half));
    }

    private static double StandardError(double[] replicates)
    {
        Array.Sort(replicates);
        return (Quantile.OfSorted(replicates, 1 - Tail) - Quantile.OfSorted(replicates, Tail)) / (2 * Normal975);
    }

    /// <summary>One of the two, and how often each of its passes is drawn.</summary>
    private sealed class Side(IReadOnlyList<NumberedPass> passes, int[] numbers)
    {
        private readonly PooledSamples _samples = new([.. passes.Select(pass => pass.Result)]);
        private readonly int[] _places = [.. passes.Select(pass => Array.BinarySearch(numbers, pass.Number))];
        private readonly int[] _weights = new int[passes.Count];

        /// <summary>Takes a draw of numbers; false where none of its passes is among them.</summary>
        public bool Take(int[] drawn)
        {
            var any = 0;
            for (var pass = 0; pass < _weights.Length; pass++) any += _weights[pass] = drawn[_places[pass]];
            return any > 0;
        }

        public double Quantile(double probability) => _samples.WeightedQuantile(_weights, probability);

        public double Estimate(double probability) => Measurements.Quantile.OfSorted(_samples.Sorted, probability);
    }
}
