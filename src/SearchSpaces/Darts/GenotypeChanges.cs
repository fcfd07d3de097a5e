namespace LatBench.SearchSpaces.Darts;

/// <summary>The single choices of a genotype: another operation on an edge, or another input. Genotypes of the DARTS space stay in it.</summary>
internal static class GenotypeChanges
{
    /// <summary>Lists the genotypes that differ in one choice.</summary>
    public static IEnumerable<Genotype> Of(Genotype genotype)
    {
        var isOfficial = genotype.IsOfficial;
        foreach (var isReduction in (bool[])[false, true])
        {
            var cell = genotype.Cell(isReduction);
            for (var edge = 0; edge < cell.Edges.Length; edge++)
            {
                foreach (var other in Of(cell, edge, isOfficial))
                    yield return genotype.With(isReduction, cell.With(edge, other));
            }
        }
    }

    /// <summary>Lists the edges that may stand in the place of one.</summary>
    public static IEnumerable<GenotypeEdge> Of(GenotypeCell cell, int edge, bool isOfficial)
    {
        var (own, sibling) = (cell.Edges[edge], cell.Edges[edge ^ 1]);
        for (var operation = 0; operation < (isOfficial ? Operations.Official : Operations.Count); operation++)
        {
            if (operation != (int)own.Operation)
                yield return own with { Operation = (Operation)operation };
        }

        for (var input = 0; input < GenotypeCell.StateOf(edge); input++)
        {
            if (input != own.Input && !(isOfficial && input == sibling.Input))
                yield return own with { Input = input };
        }
    }
}
