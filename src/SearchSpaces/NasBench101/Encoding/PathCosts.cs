namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>
/// The costs of a network under a few rough operation cost vectors: of all layers, of the dearest path through the cell, and the part of the one in the other. Which of them
/// matter is learnt.
/// </summary>
internal static class PathCosts
{
    /// <summary>Per million: 3×3 convolution, 1×1 convolution, pool, projection, sum, truncation, concatenation.</summary>
    private static readonly double[][] Prices =
    [
        [1, 1, 0, 1, 0, 0, 0],
        [1, 1.5, 60, 1.5, 30, 30, 30],
        [0.5, 1.2, 200, 1.2, 20, 20, 20],
        [1, 1, 20, 1, 80, 80, 80],
    ];

    /// <summary>Gets three figures for each cost vector.</summary>
    public static IEnumerable<double> Of(Cell cell, NetworkWork work)
    {
        foreach (var prices in Prices)
        {
            var total = 0.0;
            for (var kind = 0; kind < NetworkWork.Kinds; kind++)
                total += prices[kind] * work.ByKind[kind];
            var longest = Longest(cell, work, prices);
            yield return Math.Log(1 + total);
            yield return Math.Log(1 + longest);
            yield return longest / total;
        }
    }

    private static double Longest(Cell cell, NetworkWork work, double[] prices)
    {
        var ready = new double[cell.Vertices];
        for (var vertex = 1; vertex < cell.Vertices; vertex++)
        {
            if (cell.HasEdge(0, vertex))
                ready[vertex] = prices[(int)LayerKind.Projection] * work.Projection(vertex);
            for (var from = 1; from < vertex; from++)
                ready[vertex] = cell.HasEdge(from, vertex) ? Math.Max(ready[vertex], ready[from]) : ready[vertex];
            if (vertex < cell.Output)
                ready[vertex] += prices[(int)cell[vertex]] * work.Vertex(vertex); // the first three kinds are the operations
        }

        return ready[^1];
    }
}
