namespace LatBench.Search.Fronts;

/// <summary>The architectures that no other beats in both accuracy and latency.</summary>
public static class ParetoFront
{
    /// <summary>The front, fastest first. Of equal points the one with the smaller index stays.</summary>
    public static IReadOnlyList<FrontPoint> Of(IEnumerable<FrontPoint> points)
    {
        var front = new List<FrontPoint>();
        foreach (var point in points.OrderBy(point => point.LatencyMs).ThenByDescending(point => point.Accuracy).ThenBy(point => point.Architecture.Index))
        {
            if (front.Count == 0 || point.Accuracy > front[^1].Accuracy)
                front.Add(point);
        }

        return front;
    }

    /// <summary>
    /// The area between a front and a corner that every point beats: the greater, the better. Zero for an empty front.
    /// </summary>
    /// <param name="front">As <see cref="Of"/> gives it; points that the corner beats count nothing.</param>
    /// <param name="accuracy">The corner's accuracy, low.</param>
    /// <param name="latencyMs">The corner's latency, high.</param>
    public static double Area(IReadOnlyList<FrontPoint> front, double accuracy, double latencyMs)
    {
        var (area, floor) = (0.0, accuracy);
        foreach (var point in front.Where(point => point.LatencyMs < latencyMs && point.Accuracy > floor))
        {
            area += (latencyMs - point.LatencyMs) * (point.Accuracy - floor);
            floor = point.Accuracy;
        }

        return area;
    }
}
