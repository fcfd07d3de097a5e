namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>
/// The categories of NAS-Bench-301 (J. Siems et al., 2020), as its ONNX surrogate in YAHPO Gym (F. Pfisterer et al., 2022) numbers them: the operation on each of the 14 possible edges of the
/// normal cell, then of the reduction cell, then the pair of inputs of the states 3, 4 and 5 of each cell. Operations are numbered from 1 in the order of their names, pairs in their
/// own order; 0 is an edge that is not there.
/// </summary>
internal sealed class GenotypeCategories : IArchitectureCategories
{
    /// <summary>The possible edges of a cell: 2 into its first node, 3, 4 and 5 into the others.</summary>
    private const int EdgesOfCell = 14;

    /// <summary>The nodes that have a choice of their pair of inputs: all but the first.</summary>
    private const int PairsOfCell = GenotypeCell.MinNodes - 1;

    private static readonly int[] Numbers = NumbersByName();

    public string Name => "nas-bench-301-categories/1";

    public int Count => 2 * (EdgesOfCell + PairsOfCell);

    public int Epochs => 98;

    public string? WhyNone(Architecture architecture) => GenotypeTexts.ParseCanonical(architecture).IsOfficial
        ? null
        : "NAS-Bench-301 knows genotypes of the DARTS space only: four nodes, all of them in the output, seven operations, no input twice in a node.";

    public void Write(Architecture architecture, Span<int> categories)
    {
        var genotype = GenotypeTexts.ParseCanonical(architecture);
        if (!genotype.IsOfficial)
            throw new ArgumentException($"Architecture {GenotypeWriter.Code(genotype)} has no categories: {WhyNone(architecture)}", nameof(architecture));
        categories[..Count].Clear();
        foreach (var isReduction in (bool[])[false, true])
        {
            var edges = categories.Slice(isReduction ? EdgesOfCell : 0, EdgesOfCell);
            var pairs = categories.Slice((2 * EdgesOfCell) + (isReduction ? PairsOfCell : 0), PairsOfCell);
            var (cell, first) = (genotype.Cell(isReduction), 0);
            for (var node = 0; node < GenotypeCell.MinNodes; node++)
            {
                var (one, other) = (cell.Edges[2 * node], cell.Edges[(2 * node) + 1]);
                edges[first + one.Input] = Numbers[(int)one.Operation];
                edges[first + other.Input] = Numbers[(int)other.Operation];
                var inputs = GenotypeCell.Inputs + node;
                if (node > 0)
                    pairs[node - 1] = 1 + PlaceOfPair(one.Input, other.Input, inputs);
                first += inputs;
            }
        }
    }

    /// <summary>Returns the place of a pair of inputs, the smaller one first, among all pairs: 0 and 1, 0 and 2, and so on.</summary>
    private static int PlaceOfPair(int smaller, int larger, int inputs) => (smaller * inputs) - (smaller * (smaller + 1) / 2) + larger - smaller - 1;

    private static int[] NumbersByName()
    {
        string[] names = [.. Operations.Names.Take(Operations.Official)];
        string[] sorted = [.. names.Order(StringComparer.Ordinal)];
        return [.. names.Select(name => 1 + Array.IndexOf(sorted, name))];
    }
}
