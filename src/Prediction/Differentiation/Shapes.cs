namespace LatBench.Prediction.Differentiation;

/// <summary>Shapes under ONNX's broadcasting.</summary>
internal static class Shapes
{
    public static long[] Broadcast(long[] a, long[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        return [.. Enumerable.Range(0, rank).Select(axis =>
        {
            var (x, y) = (Size(a, axis, rank), Size(b, axis, rank));
            return x == y || y == 1 ? x : x == 1 ? y
                : throw new ArgumentException($"[{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not broadcast.");
        })];
    }

    /// <summary>The axes of a large shape that a small one was repeated along.</summary>
    public static long[] RepeatedAxes(long[] small, long[] large) =>
        [.. Enumerable.Range(0, large.Length).Where(axis => Size(small, axis, large.Length) == 1 && large[axis] != 1).Select(axis => (long)axis)];

    private static long Size(long[] shape, int axis, int rank)
    {
        var own = axis - (rank - shape.Length);
        return own < 0 ? 1 : shape[own];
    }
}
