namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>
/// The costs of the paths of a cell under a few operation cost vectors, in twentieths of a 3×3 convolution: what an engine that
/// runs branches side by side pays for. Which cost vectors matter is learnt.
/// </summary>
internal static class PathCosts
{
    /// <summary>3×3 convolution, 1×1 convolution, pool, skip.</summary>
    private static readonly int[][] Prices =
        [[20, 7, 12, 0], [20, 0, 0, 0], [0, 20, 0, 0], [0, 0, 20, 0], [20, 12, 6, 1], [20, 20, 20, 0], [20, 7, 12, 4]];

    /// <summary>For each of the operation cost vectors: the four paths, the dearest first (0 where there is none), their spread, their sum.</summary>
    public static IEnumerable<int> Of(Cell cell) => Prices.SelectMany(prices => Of(cell, prices));

    private static int[] Of(Cell cell, int[] prices)
    {
        var costs = CellPaths.Live(cell).Select(path => path.Sum(edge => Price(cell[edge], prices))).OrderDescending().ToArray();
        if (costs.Length == 0)
            return new int[6];
        return [.. costs, .. new int[4 - costs.Length], costs[0] - costs[^1], costs.Sum()];
    }

    private static int Price(Operation operation, int[] prices) => operation switch
    {
        Operation.NorConv3x3 => prices[0],
        Operation.NorConv1x1 => prices[1],
        Operation.AvgPool3x3 => prices[2],
        Operation.SkipConnect => prices[3],
        _ => 0,
    };
}
