using LatBench.Measurements;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Two targets by the architectures that both have.</summary>
/// <param name="First">The points of the first target, one for each architecture.</param>
/// <param name="Second">Those of the second one, in the same order.</param>
internal sealed record TargetComparison(int[] First, int[] Second)
{
    /// <summary>Finds the architectures that both targets have.</summary>
    public static TargetComparison Of(TargetPoints a, TargetPoints b)
    {
        var every = PointFilter.Parse(null, null, "valid", null);
        var any = PointFilter.Parse(null, null, null, null);
        int[] Usable(TargetPoints points) => (points.IsMeasured ? every : any).Choose(points);
        var places = Usable(b).ToDictionary(point => b.Architectures[point]);
        int[] shared = [.. Usable(a).Where(point => places.ContainsKey(a.Architectures[point]))];
        return new TargetComparison(shared, [.. shared.Select(point => places[a.Architectures[point]])]);
    }

    /// <summary>Gets the ratios of the second latency to the first.</summary>
    public double[] Ratios(TargetPoints a, TargetPoints b) => [.. First.Zip(Second, (x, y) => b.Latencies[y] / a.Latencies[x])];

    /// <summary>Gets Spearman's rank correlation; null where it is not defined.</summary>
    public double? Spearman(TargetPoints a, TargetPoints b) =>
        Correlation(Ranks([.. First.Select(point => a.Latencies[point])]), Ranks([.. Second.Select(point => b.Latencies[point])]));

    /// <summary>Gets the median of the ratios; null where there are none.</summary>
    public static double? MedianOf(double[] ratios) => ratios.Length == 0 ? null : Quantile.OfSorted(ratios.Order().ToArray(), 0.5);

    /// <summary>Gets the places whose ratio is farthest from the median of all, the farthest first.</summary>
    public static int[] Disagreements(double[] ratios, int count)
    {
        if (MedianOf(ratios) is not { } median)
            return [];
        return [.. Enumerable.Range(0, ratios.Length).OrderByDescending(place => Math.Abs(Math.Log(ratios[place] / median))).Take(count)];
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(place => values[place]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (var place = start; place < end; place++)
                ranks[order[place]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }

    private static double? Correlation(double[] x, double[] y)
    {
        if (x.Length < 2)
            return null;
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : null;
    }
}
