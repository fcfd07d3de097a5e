namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>LatBench's own encoding: whole numbers from 0 to 255 that describe an effective cell, in groups.</summary>
internal static class CellFeatures
{
    /// <summary>Gets the number of features of each group: counts of operations, path costs, edges, stages, successions, and what remains.</summary>
    public static IReadOnlyList<int> GroupSizes { get; } = [4, 42 + 3, Edge.Count * Operations.Count, 17, 36, 10 + 14 + 30];

    /// <summary>Gets the number of features of a cell.</summary>
    public static int Length { get; } = GroupSizes.Sum();

    /// <summary>The features of an architecture; equal for architectures with the same effective cell, and for mirror images.</summary>
    public static byte[] Of(Cell architecture)
    {
        var cell = CellPaths.Network(architecture);
        int[] features =
        [
            Count(cell, Operation.NorConv3x3), Count(cell, Operation.NorConv1x1), Count(cell, Operation.AvgPool3x3), Count(cell, Operation.SkipConnect),
            .. PathCosts.Of(cell),
            CellPaths.Live(cell).Count(), InDegree(cell, 2), InDegree(cell, 3),
            .. OneHot(cell),
            .. Stages.Of(cell),
            .. Successions.Of(cell),
            .. Concurrency.Of(cell),
            .. Arrivals.Of(cell),
            .. Fusion.Of(cell),
        ];
        return [.. features.Select(feature => checked((byte)feature))];
    }

    private static int Count(Cell cell, Operation operation) => cell.Operations.Count(other => other == operation);

    private static int InDegree(Cell cell, int node) =>
        Enumerable.Range(0, Edge.Count).Count(edge => Edge.All[edge].To == node && cell[edge] != Operation.None);

    private static IEnumerable<int> OneHot(Cell cell) =>
        cell.Operations.SelectMany(operation => Enumerable.Range(0, Operations.Count).Select(digit => digit == (int)operation ? 1 : 0));
}
