using LatBench.Measurements;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Figures over latencies in milliseconds.</summary>
/// <param name="Sorted">The latencies, ascending.</param>
public sealed record LatencyFigures(double[] Sorted)
{
    private const int MinBins = 5;
    private const int MaxBins = 48;
    private const double MinRelativeWidth = 1e-4;

    /// <summary>The quantiles that a table shows.</summary>
    private static readonly (string Name, double Probability)[] Shown =
        [("Fastest", 0), ("5 %", 0.05), ("25 %", 0.25), ("Median", 0.5), ("75 %", 0.75), ("95 %", 0.95), ("Slowest", 1)];

    /// <summary>Gets the median; null where there is no latency.</summary>
    public double? Median => Sorted.Length == 0 ? null : Quantile.OfSorted(Sorted, 0.5);

    /// <summary>Gets the quantiles that a table shows.</summary>
    public IReadOnlyList<(string Name, double Latency)> Quantiles => Sorted.Length == 0 ? [] : [.. Shown.Select(quantile => (quantile.Name, Quantile.OfSorted(Sorted, quantile.Probability)))];

    /// <summary>Gets the figures of some points.</summary>
    public static LatencyFigures Of(TargetPoints points, IEnumerable<int> chosen) => new([.. chosen.Select(point => points.Latencies[point]).Order()]);

    /// <summary>Gets a histogram: the lower ends of bins of equal, round width, the upper end of the last one, and the counts.</summary>
    public (double[] Edges, int[] Counts) Histogram()
    {
        if (Sorted.Length == 0)
            return ([], []);
        var (min, max) = (Sorted[0], Sorted[^1]);
        var wanted = Math.Clamp(Math.Ceiling(2 * Math.Cbrt(Sorted.Length)), MinBins, MaxBins);
        var width = Round(Math.Max((max - min) / wanted, min * MinRelativeWidth));
        var first = Math.Floor(min / width);
        var counts = new int[(int)(Math.Floor(max / width) - first) + 1];
        foreach (var latency in Sorted)
            counts[Math.Clamp((int)(Math.Floor(latency / width) - first), 0, counts.Length - 1)]++;
        return ([.. Enumerable.Range(0, counts.Length + 1).Select(edge => (first + edge) * width)], counts);
    }

    /// <summary>Gets a number near to a width that is 1, 2 or 5 times a power of ten.</summary>
    private static double Round(double width)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return (width / power) switch { <= 1.5 => 1, <= 3 => 2, <= 7 => 5, _ => 10 } * power;
    }
}
