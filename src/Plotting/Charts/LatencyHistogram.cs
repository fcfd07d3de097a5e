using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Charts;

/// <summary>The distribution of latencies.</summary>
public sealed class LatencyHistogram : Chart
{
    private const int MaxBins = 80;

    private const int MinBins = 8;

    /// <summary>Gets the target that was measured.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the line below the title, such as the search space and the model configuration.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Gets the name of what is counted, in the plural.</summary>
    public required string Counted { get; init; }

    /// <summary>Gets the latencies in milliseconds; at least one.</summary>
    public required IReadOnlyList<double> LatenciesMs { get; init; }

    /// <inheritdoc/>
    public override string Title => $"Latencies on {Target}";

    internal override void Draw(ChartCanvas canvas)
    {
        double[] sorted = [.. LatenciesMs.Order()];
        var bars = Count(sorted);
        var median = Quantile(sorted, 0.5);
        var (xs, ys) = (AxisRange.Of([bars[0].From, bars[^1].To]), new AxisRange(0, bars.Max(bar => bar.Height) * 1.12));
        canvas.Head(target => $"Latencies on {target}", Target, Subtitle);
        canvas.X(_ => "latency, ms", "", xs);
        canvas.Y(_ => Counted, "", ys, isWhole: true);
        canvas.Bars(bars, ChartTheme.Blue);
        canvas.Vertical(median, $"median {Numbers.Four(median)} ms", ChartTheme.Orange, xs, ys);
    }

    /// <summary>Counts in bins of a round width: about as wide as Freedman and Diaconis say (1981), where that gives neither too few nor too many.</summary>
    private static (double From, double To, double Height)[] Count(double[] sorted)
    {
        var (least, most) = (sorted[0], sorted[^1]);
        if (most <= least)
            (least, most) = (least * 0.95, most * 1.05);
        var wished = 2 * (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / Math.Cbrt(sorted.Length);
        var width = Round(Math.Clamp(wished, (most - least) / MaxBins, (most - least) / MinBins));
        var first = Math.Floor(least / width);
        var heights = new double[(int)(Math.Floor(most / width) - first) + 1];
        foreach (var value in sorted)
            heights[(int)(Math.Floor(value / width) - first)]++;
        return [.. heights.Select((height, i) => ((first + i) * width, (first + i + 1) * width, height))];
    }

    private static double Round(double width)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        return (width / power) switch
        {
            < 1.5 => power,
            < 3.5 => 2 * power,
            < 7.5 => 5 * power,
            _ => 10 * power,
        };
    }

    private static double Quantile(double[] sorted, double share)
    {
        var (place, whole) = (share * (sorted.Length - 1), (int)(share * (sorted.Length - 1)));
        return sorted[whole] + ((place - whole) * (sorted[Math.Min(whole + 1, sorted.Length - 1)] - sorted[whole]));
    }
}
