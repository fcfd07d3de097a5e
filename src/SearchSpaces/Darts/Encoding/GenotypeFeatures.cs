using LatBench.SearchSpaces.Darts.Network;

namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>The numbers that describe a canonical genotype to predictors, both cells together, in groups.</summary>
internal static class GenotypeFeatures
{
    private const int Cells = 2;

    private const int Sources = 3; // the inputs of the cell, and any node

    private const int Levels = 4;

    private const int CountKinds = 3; // in the normal cell, in the reduction cell with a stride of 2, and with one of 1

    private const int States = GenotypeCell.Inputs + GenotypeCell.MaxNodes - 1; // those that edges read

    private const int CostsOfCell = 9;

    /// <summary>Costs of the operations, in the order of the enum, and behind them that of a skip connection with a stride of 2: multiplications, operators, and memory traffic.</summary>
    private static readonly double[][] CostVectors =
    [
        [0.3, 0.3, 0, 2, 2.6, 1, 1.3, 3.4, 14, 1],
        [1, 1, 0, 8, 8, 4, 4, 8, 4, 5],
        [1, 1.4, 0, 2, 3, 1.2, 2, 4, 3, 0.8],
    ];

    /// <summary>Gets the number of features of each group: operations, costs, operations at nodes, inputs of nodes, operations by input, operations by depth.</summary>
    public static IReadOnlyList<int> GroupSizes { get; } =
    [
        CountKinds * Operations.Count,
        2 + (Cells * CostsOfCell),
        Cells * GenotypeCell.MaxNodes * Operations.Count,
        Cells * GenotypeCell.MaxNodes * States,
        Cells * Sources * Operations.Count,
        Cells * Levels * Operations.Count,
    ];

    /// <summary>Gets the number of features.</summary>
    public static int Length { get; } = GroupSizes.Sum();

    /// <summary>Writes the features.</summary>
    /// <param name="genotype">A canonical genotype.</param>
    /// <param name="skeleton">The network that costs are counted in.</param>
    /// <param name="features">Room for <see cref="Length"/> numbers.</param>
    public static void Write(Genotype genotype, Skeleton skeleton, Span<double> features)
    {
        features.Clear();
        var costs = DartsCosts.Of(genotype, skeleton);
        var counts = Take(ref features, GroupSizes[0]);
        var figures = Take(ref features, GroupSizes[1]);
        (figures[0], figures[1]) = (Math.Log(costs.Macs), Math.Log(costs.Parameters));
        var nodes = Take(ref features, GroupSizes[2]);
        var inputs = Take(ref features, GroupSizes[3]);
        var sources = Take(ref features, GroupSizes[4]);
        var levels = Take(ref features, GroupSizes[5]);
        for (var place = 0; place < Cells; place++)
        {
            var (isReduction, cell) = (place == 1, genotype.Cell(place == 1));
            WriteCosts(cell, isReduction, figures.Slice(2 + (place * CostsOfCell), CostsOfCell));
            WriteEdges(
                cell,
                isReduction,
                counts,
                Part(nodes, place),
                Part(inputs, place),
                Part(sources, place),
                Part(levels, place));
        }
    }

    private static Span<double> Take(ref Span<double> features, int count)
    {
        var taken = features[..count];
        features = features[count..];
        return taken;
    }

    private static Span<double> Part(Span<double> group, int place) => group.Slice(place * (group.Length / Cells), group.Length / Cells);

    private static void WriteCosts(GenotypeCell cell, bool isReduction, Span<double> figures)
    {
        for (var i = 0; i < CostVectors.Length; i++)
        {
            var paths = CellPaths.Of(cell, isReduction, CostVectors[i], CostVectors[i][^1]);
            (figures[2 * i], figures[(2 * i) + 1]) = (paths.Total, paths.Longest);
        }

        int rectified = 0, read = 0;
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            if (!cell.IsUsed(GenotypeCell.StateOf(edge)))
                continue;
            var bit = 1 << cell.Edges[edge].Input;
            read |= bit;
            rectified |= cell.Edges[edge].Operation >= Operation.SepConv3x3 ? bit : 0;
        }

        figures[6] = System.Numerics.BitOperations.PopCount((uint)rectified);
        figures[7] = System.Numerics.BitOperations.PopCount((uint)read);
        figures[8] = cell.Concatenated.Length;
    }

    private static void WriteEdges(GenotypeCell cell, bool isReduction, Span<double> counts, Span<double> nodes, Span<double> inputs, Span<double> sources, Span<double> levels)
    {
        Span<int> depths = stackalloc int[GenotypeCell.Inputs + GenotypeCell.MaxNodes];
        depths.Clear();
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            var state = GenotypeCell.StateOf(edge);
            if (!cell.IsUsed(state))
                continue;
            var (operation, input) = ((int)cell.Edges[edge].Operation, cell.Edges[edge].Input);
            var (kind, node) = (!isReduction ? 0 : input < GenotypeCell.Inputs ? 1 : 2, state - GenotypeCell.Inputs);
            counts[(kind * Operations.Count) + operation]++;
            nodes[(node * Operations.Count) + operation]++;
            inputs[(node * States) + input]++;
            sources[(Math.Min(input, Sources - 1) * Operations.Count) + operation]++;
            levels[(Math.Min(depths[input], Levels - 1) * Operations.Count) + operation]++;
            depths[state] = Math.Max(depths[state], depths[input] + 1);
        }
    }
}
