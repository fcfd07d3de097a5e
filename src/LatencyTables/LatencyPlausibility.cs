using System.Globalization;
using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>Tells latencies that no device can have: the sign of a table in another unit than it was taken to be in.</summary>
public static class LatencyPlausibility
{
    /// <summary>No device runs a network with some twenty layers in less.</summary>
    private static readonly Latency MinMedian = Latency.FromNanoseconds(1e3);

    /// <summary>An image; microcontrollers take seconds.</summary>
    private static readonly Latency MaxMedian = Latency.FromNanoseconds(60e9);

    /// <summary>Multiply-accumulates a second; the largest accelerators have that many at 8 bits, and such networks use a small part of them.</summary>
    private const double MaxMacsPerSecond = 1e15;

    /// <summary>Networks of the space differ by a factor of 30 in cost.</summary>
    private const double MaxRatio = 1e4;

    /// <summary>Compares latencies with what networks of their costs can take.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="latencies">Of one target and model configuration.</param>
    /// <param name="input">The input of the networks.</param>
    /// <param name="batch">Images an inference.</param>
    /// <returns>A sentence for everything that cannot be; empty where nothing speaks against the latencies.</returns>
    public static IReadOnlyList<string> Check(ISearchSpace space, IReadOnlyCollection<TableLatency> latencies, InputSpec input, int batch)
    {
        if (latencies.Count == 0)
            return [];
        double[] sorted = [.. latencies.Select(row => row.Latency.Nanoseconds).Order()];
        var median = Latency.FromNanoseconds(Quantile.OfSorted(sorted, 0.5));
        var impossible = latencies.Count(row => space.Costs(space.Canonicalize(row.Architecture), input).Macs * (double)batch / row.Latency.Nanoseconds * 1e9 > MaxMacsPerSecond);
        var warnings = new List<string>();
        if (median < MinMedian)
            warnings.Add($"The median latency of {Text(median)} is below 1 us, which no network of this space can take: check the unit of the table.");
        else if (median.Nanoseconds > MaxMedian.Nanoseconds * batch)
            warnings.Add($"The median latency of {Text(median)} is above a minute an image: check the unit of the table.");
        if (impossible > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{impossible} of {latencies.Count} latencies would need more than 10^15 multiply-accumulates a second: check the unit of the table, and batch and dataset."));
        if (sorted[^1] / sorted[0] > MaxRatio)
            warnings.Add($"The latencies reach from {Text(Latency.FromNanoseconds(sorted[0]))} to {Text(Latency.FromNanoseconds(sorted[^1]))}, and costs differ by a factor of 30: check whether rows are in different units.");
        return warnings;
    }

    private static string Text(Latency latency) => latency.Milliseconds.ToString("G4", CultureInfo.InvariantCulture) + " ms";
}
