namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>Figures of a cell under one cost for each operation: the sum over its edges, and the most expensive chain of edges that ends in its output.</summary>
/// <param name="Total">The sum.</param>
/// <param name="Longest">The most expensive chain.</param>
internal readonly record struct CellPaths(double Total, double Longest)
{
    /// <summary>Computes the figures of the nodes that the output depends on.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="isReduction">True where the edges from its inputs have a stride of 2.</param>
    /// <param name="costs">The costs of the operations.</param>
    /// <param name="halving">The cost of a skip connection with a stride of 2.</param>
    public static CellPaths Of(GenotypeCell cell, bool isReduction, ReadOnlySpan<double> costs, double halving)
    {
        Span<double> longest = stackalloc double[GenotypeCell.Inputs + GenotypeCell.MaxNodes];
        longest.Clear();
        var total = 0.0;
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            var state = GenotypeCell.StateOf(edge);
            if (!cell.IsUsed(state))
                continue;
            var (operation, input) = cell.Edges[edge];
            var cost = operation == Operation.SkipConnect && isReduction && input < GenotypeCell.Inputs ? halving : costs[(int)operation];
            total += cost;
            longest[state] = Math.Max(longest[state], longest[input] + cost);
        }

        var most = 0.0;
        foreach (var state in cell.Concatenated)
            most = Math.Max(most, longest[state]);
        return new CellPaths(total, most);
    }
}
