using LatBench.Plotting.Rendering;
using ScottPlot;

namespace LatBench.Plotting.Charts;

/// <summary>Predicted against measured latency, with the bands of 5 and 10 % around the measured one.</summary>
public sealed class PredictionScatter : Chart
{
    private const double Wide = 0.1, Narrow = 0.05;

    /// <summary>Gets the predictor, in a few words.</summary>
    public required string Predictor { get; init; }

    /// <summary>Gets the target that was measured.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the line below the title, such as the search space and the model configuration.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Gets measured and predicted latency in milliseconds of each network; at least one.</summary>
    public required IReadOnlyList<(double MeasuredMs, Interval PredictedMs)> Points { get; init; }

    /// <summary>Gets the percentage of predictions within some percent of the measured latency.</summary>
    public required IReadOnlyList<(int Within, double Percent)> Shares { get; init; }

    /// <inheritdoc/>
    public override string Title => $"{Predictor} on {Target}: predicted against measured";

    internal override void Draw(ChartCanvas canvas)
    {
        var (measured, predicted) = (AxisRange.Of(Points.Select(point => point.MeasuredMs)), AxisRange.Of(Points.Select(point => point.PredictedMs.Value)));
        var both = measured.With(predicted);
        canvas.Head(target => $"{Predictor} on {target}: predicted against measured", Target, Subtitle);
        canvas.X(_ => "measured latency, ms", "", both);
        canvas.Y(_ => "predicted latency, ms", "", both);
        canvas.Area(Band(both, Wide), ChartTheme.Green, 0.10, "within ±10 %");
        canvas.Area(Band(both, Narrow), ChartTheme.Green, 0.20, "within ±5 %");
        foreach (var (isNear, colour, legend) in new[] { (true, ChartTheme.Blue, "prediction"), (false, ChartTheme.Red, "off by more than 10 %") })
            canvas.Points([.. Points.Where(point => IsNear(point) == isNear).Select(point => (Interval.Of(point.MeasuredMs), point.PredictedMs))], colour, legend, Points.Count);
        canvas.Line((both.Min, both.Min), (both.Max, both.Max), ChartTheme.Grey, isDashed: true, "predicted = measured");
        canvas.Legend(Alignment.LowerRight);
        canvas.Note([.. Shares.Select(share => $"{Numbers.Percent(share.Percent)} within ±{share.Within} %")], Alignment.UpperLeft);
    }

    private static bool IsNear((double MeasuredMs, Interval PredictedMs) point) => Math.Abs(point.PredictedMs.Value - point.MeasuredMs) <= Wide * point.MeasuredMs;

    private static (double X, double Y)[] Band(AxisRange range, double part) =>
        [(range.Min, range.Min * (1 - part)), (range.Max, range.Max * (1 - part)), (range.Max, range.Max * (1 + part)), (range.Min, range.Min * (1 + part))];
}
