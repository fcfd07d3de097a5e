using LatBench.Plotting;
using LatBench.Plotting.Charts;
using LatBench.Search.Fronts;

namespace LatBench.Search.Documents;

/// <summary>The pictures of a report.</summary>
internal static class Pictures
{
    /// <summary>Every accuracy, and the best so far, against the number of reports; null before the first accuracy.</summary>
    public static Chart? Trace(SearchDocument document)
    {
        (int Training, double Accuracy)[] points =
            [.. document.Accuracies.Index().Where(row => row.Item is not null).Select(row => (row.Index + 1, row.Item!.Value))];
        return points.Length == 0 ? null : new AccuracyTrace { Points = points };
    }

    /// <summary>Accuracy against predicted latency, with the front and the limit; null where nothing is predicted.</summary>
    public static Chart? Front(SearchDocument document) => document.Points.Count == 0 ? null : new AccuracyFront
    {
        Target = document.Target ?? "",
        Points = [.. document.Points.Select(Place)],
        Front = [.. ParetoFront.Of(document.Points).Select(Place)],
        LimitMs = document.LimitMs,
    };

    private static (double LatencyMs, double Accuracy) Place(FrontPoint point) => (point.LatencyMs, point.Accuracy);
}
