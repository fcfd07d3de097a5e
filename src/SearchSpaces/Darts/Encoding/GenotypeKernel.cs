namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>The two ways in which searches compare genotypes: the operation and the input of every edge, and figures of both cells.</summary>
internal sealed class GenotypeKernel : IArchitectureKernel
{
    private const int Places = 2 * 2 * GenotypeCell.MaxEdges;

    private readonly GenotypeFeatureEncoder _features;

    /// <summary>Creates the kernel.</summary>
    /// <param name="features">The features that figures are taken from.</param>
    /// <param name="sample">Architectures of the space, for usual distances: neighbours in the list are compared.</param>
    public GenotypeKernel(GenotypeFeatureEncoder features, IReadOnlyList<Architecture> sample)
    {
        _features = features;
        KernelPoint[] points = [.. sample.Select(Point)];
        var pairs = points.Zip(points.Skip(1)).ToArray();
        TypicalChoiceDistance = Math.Sqrt(2 * pairs.Average(pair => pair.First.Choices.Zip(pair.Second.Choices).Count(choice => choice.First != choice.Second)));
        TypicalFigureDistance = pairs.Average(pair => Math.Sqrt(pair.First.Figures.Zip(pair.Second.Figures).Sum(figure => Math.Pow(figure.First - figure.Second, 2))));
    }

    public double TypicalChoiceDistance { get; }

    public double TypicalFigureDistance { get; }

    public KernelPoint Point(Architecture architecture)
    {
        var genotype = GenotypeTexts.ParseCanonical(architecture);
        var choices = new byte[Places];
        Write(genotype.Normal, choices);
        Write(genotype.Reduction, choices.AsSpan(Places / 2));
        var row = new float[_features.Width];
        _features.Encode(architecture, row);
        return new KernelPoint(choices, [.. Enumerable.Range(0, _features.Trend.Count).Select(i => (row[i] - _features.Means[i]) * _features.Scales[i])]);
    }

    /// <summary>Writes two numbers for each edge; those of edges that the output does not depend on, or that a smaller cell does not have, are 0.</summary>
    private static void Write(GenotypeCell cell, Span<byte> choices)
    {
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            if (cell.IsUsed(GenotypeCell.StateOf(edge)))
                (choices[2 * edge], choices[(2 * edge) + 1]) = ((byte)(1 + (int)cell.Edges[edge].Operation), (byte)(1 + cell.Edges[edge].Input));
        }
    }
}
