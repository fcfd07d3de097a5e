namespace LatBench.ModelFiles.Inputs;

/// <summary>The values of free dimensions that nothing is said about, from their names.</summary>
internal static class DimensionDefaults
{
    private const long Sequence = 128;
    private const long Side = 224;
    private const long Channels = 3;
    private const long Samples = 16_000;
    private const long Frames = 100;

    /// <summary>True for the names that exporters give to the dimension of independent examples.</summary>
    public static bool IsBatch(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower is "n" or "b" or "bs" or "none" || (lower.Contains("batch", StringComparison.Ordinal) && !lower.AsSpan().ContainsAny('+', '*', '-'));
    }

    /// <summary>The value of a dimension that has a name, from the name, or from its place where the name tells nothing (<c>unk__12</c>).</summary>
    public static long For(string name, IReadOnlyList<InputDimension> dimensions, int axis) => ByName(name) ?? For(dimensions, axis);

    private static long? ByName(string name)
    {
        var lower = name.ToLowerInvariant();
        if (IsBatch(lower))
            return 1;
        if (lower.Contains("seq", StringComparison.Ordinal) || lower.EndsWith("length", StringComparison.Ordinal) || lower.EndsWith("len", StringComparison.Ordinal) || lower is "l" or "tokens" or "num_tokens")
            return Sequence;
        if (lower is "h" or "w" || lower.Contains("height", StringComparison.Ordinal) || lower.Contains("width", StringComparison.Ordinal))
            return Side;
        if (lower is "c" || lower.Contains("channel", StringComparison.Ordinal))
            return Channels;
        if (lower.Contains("audio", StringComparison.Ordinal) || lower.Contains("samples", StringComparison.Ordinal))
            return Samples;
        return lower is "t" || lower.Contains("time", StringComparison.Ordinal) || lower.Contains("frames", StringComparison.Ordinal) ? Frames : null;
    }

    /// <summary>The value of a dimension from its place among the others.</summary>
    public static long For(IReadOnlyList<InputDimension> dimensions, int axis)
    {
        if (axis == 0 || dimensions.Count != 4)
            return 1;

        // Images, with channels before or behind the sides.
        var isChannelsLast = dimensions[3].Value is 1 or 3 or 4 && dimensions[1].Value is null or > 4;
        if (axis == (isChannelsLast ? 3 : 1))
            return Channels;
        return Side;
    }
}
