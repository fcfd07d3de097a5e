using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Charts;

/// <summary>The accuracies that a search was told, and the best of them so far.</summary>
public sealed class AccuracyTrace : Chart
{
    /// <summary>Gets the number of the training, from 1, and its accuracy in percent; at least one.</summary>
    public required IReadOnlyList<(int Training, double Accuracy)> Points { get; init; }

    /// <inheritdoc/>
    public override string Title => "Best accuracy so far";

    internal override void Draw(ChartCanvas canvas)
    {
        canvas.Head(_ => Title, "", "");
        canvas.X(_ => "trainings reported", "", new AxisRange(0, Points.Max(point => point.Training) * 1.04), isWhole: true);
        canvas.Y(_ => "accuracy, %", "", AxisRange.Of(Points.Select(point => point.Accuracy)));
        canvas.Points([.. Points.Select(point => (Interval.Of(point.Training), Interval.Of(point.Accuracy)))], ChartTheme.Grey);
        var best = double.NegativeInfinity;
        canvas.Steps(Points.Select(point => ((double)point.Training, best = Math.Max(best, point.Accuracy))), ChartTheme.Blue);
    }
}
