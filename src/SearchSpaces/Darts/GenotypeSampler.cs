namespace LatBench.SearchSpaces.Darts;

/// <summary>Draws genotypes of the DARTS space, all equally likely: two different inputs for every node, and an operation for each.</summary>
internal static class GenotypeSampler
{
    /// <summary>The number of cells of the DARTS space: for each node the pairs of inputs times 49.</summary>
    public const ulong Cells = 1_037_664_180;

    private static readonly (int First, int Second)[][] Pairs = [.. Enumerable.Range(0, GenotypeCell.MinNodes).Select(PairsOf)];

    private static readonly int[] Output = GenotypeCell.All(GenotypeCell.MinNodes);

    /// <summary>Draws different genotypes.</summary>
    public static IReadOnlyList<Architecture> Draw(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new SplitMix64(seed);
        var drawn = new HashSet<ulong>(count);
        var sample = new Architecture[count];
        for (var i = 0; i < count;)
        {
            var (normal, first) = DrawCell(random);
            var (reduction, second) = DrawCell(random);
            if (drawn.Add((first * Cells) + second))
                sample[i++] = GenotypeTexts.Of(new Genotype(normal, reduction));
        }

        return sample;
    }

    private static (GenotypeCell Cell, ulong Index) DrawCell(SplitMix64 random)
    {
        var edges = new GenotypeEdge[2 * GenotypeCell.MinNodes];
        var index = 0UL;
        for (var node = 0; node < Pairs.Length; node++)
        {
            var (pair, first, second) = (random.Next(Pairs[node].Length), random.Next(Operations.Official), random.Next(Operations.Official));
            edges[2 * node] = new GenotypeEdge((Operation)first, Pairs[node][pair].First);
            edges[(2 * node) + 1] = new GenotypeEdge((Operation)second, Pairs[node][pair].Second);
            index = (((((index * (ulong)Pairs[node].Length) + (ulong)pair) * Operations.Official) + (ulong)first) * Operations.Official) + (ulong)second;
        }

        return (new GenotypeCell(edges, Output), index);
    }

    private static (int First, int Second)[] PairsOf(int node) =>
    [
        .. from second in Enumerable.Range(1, node + 1)
           from first in Enumerable.Range(0, second)
           select (first, second),
    ];
}
