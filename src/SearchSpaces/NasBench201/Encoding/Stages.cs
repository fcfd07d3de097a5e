namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>
/// The number of operations of each kind that can start after 0, 1, 2 or 3 others (skips take no time): what may run at once. And the depth of the whole cell.
/// </summary>
internal static class Stages
{
    private const int Kinds = 4;

    private const int Depths = 4;

    /// <summary>16 counts, by depth and then by kind (3×3, 1×1, pool, skip), and the depth.</summary>
    public static IEnumerable<int> Of(Cell cell)
    {
        var counts = new int[(Depths * Kinds) + 1];
        Span<int> depth = stackalloc int[Edge.Nodes];
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (cell[edge] == Operation.None)
                continue;
            var (from, to) = Edge.All[edge];
            counts[(depth[from] * Kinds) + Kind(cell[edge])]++;
            depth[to] = Math.Max(depth[to], depth[from] + (cell[edge] == Operation.SkipConnect ? 0 : 1));
        }

        counts[^1] = depth[^1];
        return counts;
    }

    /// <summary>The place of an operation in counts by kind.</summary>
    public static int Kind(Operation operation) => operation switch
    {
        Operation.NorConv3x3 => 0,
        Operation.NorConv1x1 => 1,
        Operation.AvgPool3x3 => 2,
        _ => 3,
    };
}
