namespace LatBench.SearchSpaces.Darts;

/// <summary>An architecture: a normal cell and a reduction cell.</summary>
/// <param name="Normal">The cell that keeps the size of images.</param>
/// <param name="Reduction">The cell that halves it.</param>
internal sealed record Genotype(GenotypeCell Normal, GenotypeCell Reduction)
{
    public bool IsOfficial => Normal.IsOfficial && Reduction.IsOfficial;

    public GenotypeCell Cell(bool isReduction) => isReduction ? Reduction : Normal;

    /// <summary>Gets the genotype with another cell.</summary>
    public Genotype With(bool isReduction, GenotypeCell cell) => isReduction ? this with { Reduction = cell } : this with { Normal = cell };
}
