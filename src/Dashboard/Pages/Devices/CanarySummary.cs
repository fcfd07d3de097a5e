using LatBench.Measurements;
using Reading = LatBench.Contracts.V1.CanaryReading;

namespace LatBench.Dashboard.Pages.Devices;

/// <summary>Readings of the canary beside one target, with what the protocol makes of them.</summary>
internal sealed record CanarySummary
{
    /// <summary>Gets the readings, oldest first.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>Gets the level of the machine at its best, in ms; null where there are too few readings.</summary>
    public double? BaselineMs { get; init; }

    /// <summary>Gets the level of the last minute of readings, in ms; null where there are too few.</summary>
    public double? LevelMs { get; init; }

    /// <summary>Gets the part of the readings at which another process used the core, of those where that is known; null where it is for none.</summary>
    public double? ContendedShare { get; init; }

    /// <summary>Gets the part of the readings that were taken in a slow state; null where there are too few readings.</summary>
    public double? SlowShare { get; init; }

    /// <summary>Gets the last level relative to the baseline, minus one; null where there are too few readings.</summary>
    public double? Drift => LevelMs / BaselineMs - 1;

    /// <summary>Gets a value indicating whether the last level has drifted from the baseline.</summary>
    public bool HasDrifted => Drift > CanaryHistory.DriftTolerance;

    /// <summary>Summarizes readings of one target.</summary>
    /// <param name="newestFirst">The readings as the API lists them.</param>
    public static CanarySummary Of(IEnumerable<Reading> newestFirst)
    {
        Reading[] readings = [.. newestFirst.Reverse()];
        LatBench.Measurements.CanaryReading[] known = [.. readings.Select(ToDomain)];
        var history = CanaryHistory.Of(known);
        var judged = readings.Where(reading => reading.HasContended).ToArray();
        return new CanarySummary
        {
            Readings = readings,
            BaselineMs = history.Baseline?.Milliseconds,
            LevelMs = known.Length == 0 ? null : history.LevelAt(known[^1].Time)?.Milliseconds,
            ContendedShare = judged.Length == 0 ? null : (double)judged.Count(reading => reading.Contended) / judged.Length,
            SlowShare = history.Baseline is null ? null : (double)known.Count(reading => history.StateOf(reading) == CanaryState.Slow) / known.Length,
        };
    }

    private static LatBench.Measurements.CanaryReading ToDomain(Reading reading) =>
        new(reading.Time.ToDateTimeOffset(), Latency.FromMilliseconds(reading.LatencyMs), reading.HasContended ? reading.Contended : null);
}
