namespace LatBench.Measurements;

/// <summary>
/// Decides when the warm-up of a model is over: when the latest inferences are no faster than the best before them,
/// or at an upper bound. It takes durations and reads no clock.
/// </summary>
/// <param name="maxInferences">Most inferences, 1 or more.</param>
public sealed class WarmUpRule(int maxInferences)
{
    /// <summary>The number of latest inferences that must bring no improvement.</summary>
    public const int Window = 1;

    /// <summary>The relative reduction that a new best must exceed to count as an improvement.</summary>
    public const double Tolerance = 0.03;

    /// <summary>Most inferences.</summary>
    public int MaxInferences { get; } = maxInferences >= 1
        ? maxInferences
        : throw new ArgumentOutOfRangeException(nameof(maxInferences), maxInferences, "A warm-up has 1 inference or more.");

    /// <summary>The rule of a protocol.</summary>
    public static WarmUpRule Of(MeasurementProtocol protocol) => new(protocol.MaxWarmUpInferences);

    /// <summary>Determines whether the warm-up is over.</summary>
    /// <param name="durations">Durations of all warm-up inferences so far, in order, in any one unit.</param>
    public bool IsOver(ReadOnlySpan<long> durations)
    {
        if (durations.Length >= MaxInferences) return true;
        if (durations.Length <= Window) return false;
        return Min(durations[^Window..]) >= (1 - Tolerance) * Min(durations[..^Window]);
    }

    private static long Min(ReadOnlySpan<long> durations)
    {
        var least = long.MaxValue;
        foreach (var duration in durations) least = Math.Min(least, duration);
        return least;
    }
}
