namespace LatBench.Measurements;

/// <summary>
/// The state of the machine over time, by the readings of the canary on one target. Time is cut into stretches of about a minute; the
/// level of a stretch is the 10th percentile of its readings, what the machine could do then. Readings whose job shared its core with
/// another process measure that process as well and count to no level. The baseline is a low level, not the lowest of all: of many
/// stretches one is the lowest by chance. A machine that is slow now and then keeps its levels; a machine that drifts does not.
/// </summary>
public sealed class CanaryHistory
{
    /// <summary>A reading that exceeds the baseline by more than this part was taken in a slow state.</summary>
    public const double SlowTolerance = 0.05;

    /// <summary>A level that exceeds the baseline by more than this part has drifted.</summary>
    public const double DriftTolerance = 0.02;

    /// <summary>Readings that a level needs; a stretch that has fewer goes on until it has them, and at the end counts to the one before it.</summary>
    public const int MinReadings = 8;

    private const double LevelProbability = 0.10;

    /// <summary>Part of the stretches that may be faster than the baseline.</summary>
    private const double LuckyPart = 0.10;

    /// <summary>Least length of a stretch.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<(DateTimeOffset Start, Latency Level)> _stretches;

    private CanaryHistory(IReadOnlyList<(DateTimeOffset Start, Latency Level)> stretches)
    {
        _stretches = stretches;
        Baseline = stretches.Count == 0 ? null : stretches.Select(stretch => stretch.Level).Order().ElementAt((int)(LuckyPart * stretches.Count));
    }

    /// <summary>The lowest level of up to ten stretches, of more of them the one that a tenth lies below; null where there are too few readings for one.</summary>
    public Latency? Baseline { get; }

    /// <summary>The history of readings of one target, in any order.</summary>
    public static CanaryHistory Of(IEnumerable<CanaryReading> readings)
    {
        var stretches = new List<(DateTimeOffset Start, Latency Level)>();
        var open = new List<CanaryReading>();
        foreach (var reading in readings.Where(reading => reading.Contended != true).OrderBy(reading => reading.Time))
        {
            if (open.Count >= MinReadings && reading.Time - open[0].Time >= Stretch)
            {
                stretches.Add((open[0].Time, Level(open)));
                open.Clear();
            }

            open.Add(reading);
        }

        if (open.Count >= MinReadings) stretches.Add((open[0].Time, Level(open)));
        return new CanaryHistory(stretches);
    }

    /// <summary>The level of the stretch with this time in it; null where there is none.</summary>
    public Latency? LevelAt(DateTimeOffset time)
    {
        if (_stretches.Count == 0) return null;
        var last = _stretches.Count - 1;
        while (last > 0 && _stretches[last].Start > time) last--;
        return _stretches[last].Level;
    }

    /// <summary>Returns whether the machine was fast or slow at a reading; null where there are too few readings.</summary>
    public CanaryState? StateOf(CanaryReading reading) =>
        Baseline is not { } baseline ? null : reading.Latency / baseline > 1 + SlowTolerance ? CanaryState.Slow : CanaryState.Fast;

    /// <summary>
    /// Determines whether a model was never measured while the machine was as fast as it can be: the level of every one of its passes
    /// exceeds the baseline by more than <see cref="DriftTolerance"/>. Its latency is then not comparable with that of others.
    /// </summary>
    /// <param name="times">The times at which the model was measured.</param>
    public bool HasDrifted(IEnumerable<DateTimeOffset> times) =>
        Baseline is { } baseline && times.All(time => LevelAt(time)!.Value / baseline > 1 + DriftTolerance);

    private static Latency Level(IReadOnlyCollection<CanaryReading> readings)
    {
        var sorted = readings.Select(reading => reading.Latency.Nanoseconds).Order().ToArray();
        return Latency.FromNanoseconds(Quantile.OfSorted(sorted, LevelProbability));
    }
}
