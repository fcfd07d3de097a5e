using LatBench.Plotting.Rendering;
using ScottPlot;

namespace LatBench.Plotting.Charts;

/// <summary>The latencies of the same networks on two targets.</summary>
public sealed class TargetScatter : Chart
{
    /// <summary>Gets the target of the axis from left to right.</summary>
    public required string XTarget { get; init; }

    /// <summary>Gets the target of the axis from bottom to top.</summary>
    public required string YTarget { get; init; }

    /// <summary>Gets the line below the title, such as the search space and the model configuration.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Gets the latencies in milliseconds of each network; at least one.</summary>
    public required IReadOnlyList<(Interval XMs, Interval YMs)> Points { get; init; }

    /// <inheritdoc/>
    public override string Title => $"Latency on {YTarget} against {XTarget}";

    internal override void Draw(ChartCanvas canvas)
    {
        var xs = AxisRange.Of(Points.SelectMany(point => new[] { point.XMs.Low, point.XMs.High }));
        var ys = AxisRange.Of(Points.SelectMany(point => new[] { point.YMs.Low, point.YMs.High }));
        double[] ratios = [.. Points.Select(point => point.YMs.Value / point.XMs.Value).Order()];
        var median = (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
        canvas.Head(_ => "Latencies of the same networks on two targets", "", Subtitle);
        canvas.X(target => $"latency on {target}, ms", XTarget, xs);
        canvas.Y(target => $"latency on {target}, ms", YTarget, ys);
        canvas.Points(Points, ChartTheme.Blue);
        var (from, to) = (Math.Max(xs.Min, ys.Min), Math.Min(xs.Max, ys.Max));
        if (from < to)
        {
            canvas.Line((from, from), (to, to), ChartTheme.Orange, isDashed: true, "equal latency");
            canvas.Legend(Alignment.LowerRight);
        }

        canvas.Note([$"median ratio {Numbers.Four(median)}"], Alignment.UpperLeft);
    }
}
