using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Charts;

/// <summary>Accuracy against predicted latency, with the front and the limit of a search.</summary>
public sealed class AccuracyFront : Chart
{
    /// <summary>Gets the target of the latencies.</summary>
    public required string Target { get; init; }

    /// <summary>Gets latency in milliseconds and accuracy in percent of each architecture; at least one.</summary>
    public required IReadOnlyList<(double LatencyMs, double Accuracy)> Points { get; init; }

    /// <summary>Gets those of them that no other one surpasses in both, from the fastest on.</summary>
    public required IReadOnlyList<(double LatencyMs, double Accuracy)> Front { get; init; }

    /// <summary>Gets the limit of the latency; null where there is none.</summary>
    public double? LimitMs { get; init; }

    /// <inheritdoc/>
    public override string Title => "Accuracy against latency";

    internal override void Draw(ChartCanvas canvas)
    {
        double[] limits = LimitMs is { } limit ? [limit] : [];
        var (xs, ys) = (AxisRange.Of([.. Points.Select(point => point.LatencyMs), .. limits]), AxisRange.Of(Points.Select(point => point.Accuracy)));
        canvas.Head(_ => Title, "", "");
        canvas.X(target => $"predicted latency on {target}, ms", Target, xs);
        canvas.Y(_ => "accuracy, %", "", ys);
        canvas.Points(Intervals(Points), ChartTheme.Grey);
        canvas.Steps(Front, ChartTheme.Blue);
        canvas.Points(Intervals(Front), ChartTheme.Blue);
        foreach (var x in limits)
            canvas.Vertical(x, $"limit {Numbers.Four(x)} ms", ChartTheme.Red, xs, ys);
    }

    private static (Interval, Interval)[] Intervals(IEnumerable<(double LatencyMs, double Accuracy)> points) => [.. points.Select(point => (Interval.Of(point.LatencyMs), Interval.Of(point.Accuracy)))];
}
