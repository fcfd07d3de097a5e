using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The order of measurements by latency.</summary>
internal static class Ranking
{
    /// <summary>The middle value, or the mean of the two middle ones; null where there is none.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The fastest, the (lower) median and the slowest valid measurement; fewer where there are fewer.</summary>
    public static IReadOnlyList<(string Rank, Measurement Measurement)> Pick(IEnumerable<Measurement> measurements)
    {
        Measurement[] sorted = [.. measurements
            .Where(item => item.Verdict == Verdict.Valid && item.Summary is not null)
            .OrderBy(item => item.Summary.LatencyMs)
            .ThenBy(item => item.EffectiveCell, StringComparer.Ordinal)];
        return sorted.Length switch
        {
            0 => [],
            1 => [("only", sorted[0])],
            2 => [("fastest", sorted[0]), ("slowest", sorted[1])],
            _ => [("fastest", sorted[0]), ("median", sorted[(sorted.Length - 1) / 2]), ("slowest", sorted[^1])],
        };
    }
}
