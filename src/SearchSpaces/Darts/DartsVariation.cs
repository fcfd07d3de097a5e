namespace LatBench.SearchSpaces.Darts;

/// <summary>Random changes of architectures, for searches by evolution. Architectures of the DARTS space stay in it.</summary>
internal sealed class DartsVariation : IArchitectureVariation
{
    /// <summary>Changes one operation or one input.</summary>
    public Architecture Mutate(Architecture architecture, SplitMix64 random)
    {
        var genotype = GenotypeTexts.Parse(architecture);
        var isReduction = random.Next(2) == 1;
        var cell = genotype.Cell(isReduction);
        var edge = random.Next(cell.Edges.Length);
        GenotypeEdge[] others = [.. GenotypeChanges.Of(cell, edge, genotype.IsOfficial)];
        return GenotypeTexts.Of(genotype.With(isReduction, cell.With(edge, others[random.Next(others.Length)])));
    }

    /// <summary>Takes every node with its two edges from one of two architectures; a whole cell where their outputs differ.</summary>
    public Architecture Cross(Architecture first, Architecture second, SplitMix64 random)
    {
        var (one, other) = (GenotypeTexts.Parse(first), GenotypeTexts.Parse(second));
        return GenotypeTexts.Of(new Genotype(Cross(one.Normal, other.Normal, random), Cross(one.Reduction, other.Reduction, random)));
    }

    private static GenotypeCell Cross(GenotypeCell one, GenotypeCell other, SplitMix64 random)
    {
        if (one.Nodes != other.Nodes || !one.Concatenated.AsSpan().SequenceEqual(other.Concatenated))
            return random.Next(2) == 0 ? one : other;
        var edges = new GenotypeEdge[one.Edges.Length];
        for (var edge = 0; edge < edges.Length; edge += 2)
        {
            var parent = random.Next(2) == 0 ? one : other;
            (edges[edge], edges[edge + 1]) = (parent.Edges[edge], parent.Edges[edge + 1]);
        }

        return new GenotypeCell(edges, one.Concatenated);
    }
}
