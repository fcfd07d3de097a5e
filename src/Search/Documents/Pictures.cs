using LatBench.Search.Fronts;

namespace LatBench.Search.Documents;

/// <summary>The pictures of a report.</summary>
internal static class Pictures
{
    private const string Grey = "#9e9e9e";

    private const string Blue = "#1565c0";

    /// <summary>Every accuracy, and the best so far, against the number of reports; null before the first accuracy.</summary>
    public static string? Trace(SearchDocument document)
    {
        var points = document.Accuracies.Select((accuracy, i) => (X: i + 1.0, Y: accuracy)).Where(point => point.Y is not null).Select(point => (point.X, Y: point.Y!.Value)).ToArray();
        if (points.Length == 0)
            return null;
        var chart = new SvgChart("Best accuracy so far", "trainings reported", "accuracy, %", points.Select(point => point.X), points.Select(point => point.Y));
        chart.Dots(points, Grey);
        var best = double.NegativeInfinity;
        chart.Steps(points.Select(point => (point.X, best = Math.Max(best, point.Y))), Blue);
        return chart.ToString();
    }

    /// <summary>Accuracy against predicted latency, with the front and the limit; null where nothing is predicted.</summary>
    public static string? Front(SearchDocument document)
    {
        if (document.Points.Count == 0)
            return null;
        double[] limits = document.LimitMs is { } limit ? [limit] : [];
        var chart = new SvgChart(
            "Accuracy against latency", $"predicted latency on {document.Target}, ms", "accuracy, %",
            [.. document.Points.Select(point => point.LatencyMs), .. limits], document.Points.Select(point => point.Accuracy));
        chart.Dots(document.Points.Select(point => (point.LatencyMs, point.Accuracy)), Grey);
        (double X, double Y)[] front = [.. ParetoFront.Of(document.Points).Select(point => (point.LatencyMs, point.Accuracy))];
        chart.Steps(front, Blue);
        chart.Dots(front, Blue, 4);
        foreach (var x in limits)
            chart.Vertical(x, FormattableString.Invariant($"limit {x:0.###} ms"));
        return chart.ToString();
    }
}
