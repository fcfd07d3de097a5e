namespace LatBench.SearchSpaces.NasBench201;

/// <summary>An edge of the cell. Node 0 is the cell's input, node 3 its output.</summary>
/// <param name="From">Source node, 0 to 2.</param>
/// <param name="To">Target node, 1 to 3, above <paramref name="From"/>.</param>
public readonly record struct Edge(int From, int To)
{
    /// <summary>The number of nodes of a cell: 4.</summary>
    public const int Nodes = 4;

    /// <summary>The number of edges of a cell: 6.</summary>
    public const int Count = 6;

    /// <summary>
    /// The edges in the order of the architecture string and of the code's digits: 0→1, 0→2, 1→2, 0→3, 1→3, 2→3.
    /// They are in topological order: all edges into a node stand before any edge out of it.
    /// </summary>
    public static IReadOnlyList<Edge> All { get; } = [new(0, 1), new(0, 2), new(1, 2), new(0, 3), new(1, 3), new(2, 3)];
}
