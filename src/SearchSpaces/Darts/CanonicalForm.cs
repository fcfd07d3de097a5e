namespace LatBench.SearchSpaces.Darts;

/// <summary>
/// The genotype that stands for all with the same network. The edges into a node are sorted by input and operation. Nodes that the output does not depend on are left out, the
/// others move up; cells of fewer than four nodes are filled up with nodes of two pools, which have no weights and which the output does not use.
/// </summary>
internal static class CanonicalForm
{
    private static readonly GenotypeEdge[] Unused = [new(Operation.MaxPool3x3, 0), new(Operation.MaxPool3x3, 1)];

    public static Genotype Of(Genotype genotype) => new(Of(genotype.Normal), Of(genotype.Reduction));

    private static GenotypeCell Of(GenotypeCell cell)
    {
        Span<int> states = stackalloc int[GenotypeCell.Inputs + GenotypeCell.MaxNodes];
        (states[0], states[1]) = (0, 1);
        var kept = 0;
        for (var node = 0; node < cell.Nodes; node++)
        {
            if (cell.IsUsed(GenotypeCell.Inputs + node))
                states[GenotypeCell.Inputs + node] = GenotypeCell.Inputs + kept++;
        }

        var edges = new GenotypeEdge[2 * Math.Max(kept, GenotypeCell.MinNodes)];
        var place = 0;
        for (var edge = 0; edge < cell.Edges.Length; edge += 2)
        {
            if (!cell.IsUsed(GenotypeCell.StateOf(edge)))
                continue;
            var (first, second) = (Move(cell.Edges[edge], states), Move(cell.Edges[edge + 1], states));
            (edges[place++], edges[place++]) = (first.Input, first.Operation).CompareTo((second.Input, second.Operation)) <= 0 ? (first, second) : (second, first);
        }

        for (; place < edges.Length; place += 2)
            (edges[place], edges[place + 1]) = (Unused[0], Unused[1]);
        var concatenated = new int[cell.Concatenated.Length];
        for (var i = 0; i < concatenated.Length; i++)
            concatenated[i] = states[cell.Concatenated[i]];
        return new GenotypeCell(edges, concatenated);
    }

    private static GenotypeEdge Move(GenotypeEdge edge, ReadOnlySpan<int> states) => edge with { Input = states[edge.Input] };
}
