using LatBench.Measurements;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Figures;

/// <summary>The behaviour of the canary over the time of the measurements.</summary>
/// <param name="Readings">The number of its readings.</param>
/// <param name="SlowShare">Share of the readings in a slow state, of those that can be told; null where none can.</param>
/// <param name="Stretches">The time cut into equal stretches, at most <see cref="MaxStretches"/>; those without a reading are left out.</param>
internal sealed record CanaryFigures(int Readings, double? SlowShare, IReadOnlyList<CanaryStretch> Stretches)
{
    public const int MaxStretches = 12;

    public static CanaryFigures? Of(IReadOnlyList<CanaryRow> rows)
    {
        if (rows.Count == 0)
            return null;
        var (first, last) = (rows[0].Reading.Time, rows[^1].Reading.Time);
        // Whole minutes, so that the card reads well.
        var length = TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling((last - first + TimeSpan.FromTicks(1)) / MaxStretches / TimeSpan.FromMinutes(1))));
        var stretches = rows.GroupBy(row => (row.Reading.Time - first).Ticks / length.Ticks).Select(group => CanaryStretch.Of(first + (group.Key * length), [.. group]));
        return new(rows.Count, SlowShareOf(rows), [.. stretches]);
    }

    internal static double? SlowShareOf(IReadOnlyCollection<CanaryRow> rows)
    {
        var told = rows.Where(row => row.State is not null).ToArray();
        return told.Length == 0 ? null : (double)told.Count(row => row.State == CanaryState.Slow) / told.Length;
    }
}

/// <summary>A stretch of time.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Readings">Readings in it.</param>
/// <param name="Level">10th percentile of the readings, in milliseconds: what the machine could do.</param>
/// <param name="Median">Median of the readings, in milliseconds.</param>
/// <param name="SlowShare">Share of the readings in a slow state; null where that cannot be told.</param>
internal sealed record CanaryStretch(DateTimeOffset Start, int Readings, double Level, double Median, double? SlowShare)
{
    public static CanaryStretch Of(DateTimeOffset start, IReadOnlyList<CanaryRow> rows)
    {
        var latencies = Distribution.Of(rows.Select(row => row.Reading.Latency.Milliseconds));
        return new(start, rows.Count, latencies.At(0.1)!.Value, latencies.At(0.5)!.Value, CanaryFigures.SlowShareOf(rows));
    }
}
