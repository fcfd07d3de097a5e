using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Prediction.Tests;

/// <summary>Latencies of a device that only exists here: operations cost, the dearest path costs again, and labels scatter a little.</summary>
internal static class SyntheticLabels
{
    private static readonly double[] PriceMs = [0, 0.02, 0.3, 1.0, 0.5];

    public static LabelledArchitecture[] Draw(int count, ulong seed, double scatter = 0.005)
    {
        var random = new SearchSpaces.SplitMix64(seed + 1000);
        return [.. Nas201.Sample(count, seed).Select(architecture => new LabelledArchitecture(
            architecture, Latency.FromMilliseconds(Milliseconds(architecture) * (1 + (scatter * ((random.Next(2001) - 1000) / 1000.0))))))];
    }

    public static double Milliseconds(Architecture architecture)
    {
        var cell = architecture.Cell().EffectiveCell.Cell;
        var price = cell.Operations.Select(operation => PriceMs[(int)operation]).ToArray();
        var direct = price[3];
        var first = cell[0] != Operation.None && cell[4] != Operation.None ? price[0] + price[4] : 0;
        var second = cell[1] != Operation.None && cell[5] != Operation.None ? price[1] + price[5] : 0;
        return 2 + price.Sum() + (0.7 * Math.Max(direct, Math.Max(first, second)));
    }
}
