using LatBench.SearchSpace.NasBench201;

namespace LatBench.Prediction.Encoding;

/// <summary>
/// LatBench's own encoding: whole numbers from 0 to 255 that describe an effective cell. Counts of operations (4), path costs (42), live paths and
/// in-degrees of nodes 2 and 3 (3), one-hot edges with mirror images alike (30), stages (17), successions (36).
/// </summary>
internal static class CellFeatures
{
    /// <summary>The counts of 3×3 and 1×1 convolutions, pools and skips come first.</summary>
    public const int Counts = 4;

    /// <summary>Counts and the first list of path costs: they come first, and say the most.</summary>
    public const int CountsAndPaths = 10;

    /// <summary>How many features a cell has.</summary>
    public const int Length = Counts + 42 + 3 + (Edge.Count * Operations.Count) + 17 + 36;

    /// <summary>The features of an architecture; equal for architectures with the same effective cell.</summary>
    public static byte[] Of(Architecture architecture)
    {
        var cell = architecture.EffectiveCell.Architecture;
        int[] features =
        [
            Count(cell, Operation.NorConv3x3), Count(cell, Operation.NorConv1x1), Count(cell, Operation.AvgPool3x3), Count(cell, Operation.SkipConnect),
            .. PathCosts.Of(cell),
            CellPaths.Live(cell).Count(), InDegree(cell, 2), InDegree(cell, 3),
            .. OneHot(CellPaths.WithoutMirror(cell)),
            .. Stages.Of(cell),
            .. Successions.Of(cell),
        ];
        return [.. features.Select(feature => checked((byte)feature))];
    }

    private static int Count(Architecture cell, Operation operation) => cell.Operations.Count(other => other == operation);

    private static int InDegree(Architecture cell, int node) =>
        Enumerable.Range(0, Edge.Count).Count(edge => Edge.All[edge].To == node && cell[edge] != Operation.None);

    private static IEnumerable<int> OneHot(Architecture cell) =>
        cell.Operations.SelectMany(operation => Enumerable.Range(0, Operations.Count).Select(digit => digit == (int)operation ? 1 : 0));
}
