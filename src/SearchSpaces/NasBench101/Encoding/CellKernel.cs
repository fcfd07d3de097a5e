using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>
/// The two ways in which searches compare cells: by the operation sequences of the paths from input to output (up to three operations, as in BANANAS, and longer ones by their length), and by
/// a few figures of the whole cell. Neither depends on the order of vertices.
/// </summary>
/// <remarks>Source of the path encoding: C. White et al., "BANANAS: Bayesian Optimization with Neural Architectures for Neural Architecture Search", AAAI 2021.</remarks>
internal sealed class CellKernel : IArchitectureKernel
{
    private const int Pairs = 500;

    private readonly double[] _means;

    private readonly double[] _deviations;

    /// <summary>Initializes a new instance of the <see cref="CellKernel"/> class, in about 50 ms.</summary>
    public CellKernel()
    {
        var sample = SpaceSample.Cells.Select(Figures).ToArray();
        _means = [.. Enumerable.Range(0, sample[0].Length).Select(figure => sample.Average(row => row[figure]))];
        _deviations = [.. Enumerable.Range(0, sample[0].Length).Select(figure => Deviation(sample, figure))];
        var points = SpaceSample.Cells.Take(2 * Pairs).Select(Point).ToArray();
        var pairs = points.Take(Pairs).Zip(points.Skip(Pairs)).ToArray();
        TypicalChoiceDistance = Math.Sqrt(2 * pairs.Average(pair => pair.First.Choices.Zip(pair.Second.Choices).Count(both => both.First != both.Second)));
        TypicalFigureDistance = pairs.Average(pair => Math.Sqrt(pair.First.Figures.Zip(pair.Second.Figures).Sum(both => Math.Pow(both.First - both.Second, 2))));
    }

    public double TypicalChoiceDistance { get; }

    public double TypicalFigureDistance { get; }

    public KernelPoint Point(Architecture architecture) => Point(CanonicalForm.Of(CellTexts.Parse(architecture)));

    private static double Deviation(double[][] rows, int figure)
    {
        var mean = rows.Average(row => row[figure]);
        return Math.Sqrt(rows.Average(row => (row[figure] - mean) * (row[figure] - mean)));
    }

    private static double[] Figures(Cell cell)
    {
        var paths = CellPaths.Of(cell);
        int[] counts = [.. Enum.GetValues<Operation>().Select(operation => Enumerable.Range(1, cell.Vertices - 2).Count(vertex => cell[vertex] == operation))];
        return
        [
            counts[0], counts[1], counts[2], counts[0] + counts[1], cell.Edges,
            paths.Max(path => path.Length), paths.Min(path => path.Length), paths.Average(path => path.Length),
            paths.Max(path => path.Count(operation => operation == Operation.Conv3x3)), paths.Max(path => path.Count(operation => operation != Operation.MaxPool3x3)),
            Math.Log(paths.Count), Enumerable.Range(1, cell.Vertices - 2).Count(vertex => cell.HasEdge(vertex, cell.Output)), cell.HasEdge(0, cell.Output) ? 1 : 0,
            Math.Log(CostCounts.Of(cell, Space.Input).Parameters),
        ];
    }

    private KernelPoint Point(Cell cell) => new(CellPaths.Counts(cell), [.. Figures(cell).Select((figure, place) => (figure - _means[place]) / _deviations[place])]);
}
