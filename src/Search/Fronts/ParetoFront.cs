namespace LatBench.Search.Fronts;

/// <summary>The architectures that no other beats in both accuracy and latency.</summary>
public static class ParetoFront
{
    /// <summary>The front, fastest first. Of equal points the one whose text comes first stays.</summary>
    public static IReadOnlyList<FrontPoint> Of(IEnumerable<FrontPoint> points)
    {
        var front = new List<FrontPoint>();
        foreach (var point in points.OrderBy(point => point.LatencyMs).ThenByDescending(point => point.Accuracy).ThenBy(point => point.Architecture.Text, StringComparer.Ordinal))
        {
            if (front.Count == 0 || point.Accuracy > front[^1].Accuracy)
                front.Add(point);
        }

        return front;
    }
}
