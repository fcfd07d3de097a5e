using LatBench.Plotting.Rendering;

namespace LatBench.Plotting.Charts;

/// <summary>Latency against the cost of a network.</summary>
public sealed class LatencyScatter : Chart
{
    private static readonly (double Factor, string Word)[] Multiples = [(1e9, "thousand millions"), (1e6, "millions"), (1e3, "thousands")];

    /// <summary>Gets the target that was measured.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the line below the title, such as the search space and the model configuration.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Gets the kind of cost: <c>MACs</c> or <c>parameters</c>.</summary>
    public required string Cost { get; init; }

    /// <summary>Gets cost and latency in milliseconds of each network; at least one.</summary>
    public required IReadOnlyList<(double Cost, Interval LatencyMs)> Points { get; init; }

    /// <inheritdoc/>
    public override string Title => $"Latency against {Cost} on {Target}";

    internal override void Draw(ChartCanvas canvas)
    {
        var most = Points.Max(point => point.Cost);
        var (factor, word) = Multiples.FirstOrDefault(multiple => most >= multiple.Factor, (1, ""));
        canvas.Head(target => $"Latency against {Cost} on {target}", Target, Subtitle);
        canvas.X(_ => word.Length > 0 ? $"{Cost}, {word}" : Cost, "", AxisRange.Of(Points.Select(point => point.Cost / factor)));
        canvas.Y(_ => "latency, ms", "", AxisRange.Of(Points.SelectMany(point => new[] { point.LatencyMs.Low, point.LatencyMs.High })));
        canvas.Points([.. Points.Select(point => (Interval.Of(point.Cost / factor), point.LatencyMs))], ChartTheme.Blue);
    }
}
