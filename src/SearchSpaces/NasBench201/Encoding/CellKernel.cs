namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>The two ways in which searches compare networks: the operation on each edge, and a few figures of the whole cell.</summary>
internal sealed class CellKernel : IArchitectureKernel
{
    private const int FigureCount = 13;

    private readonly KernelPoint[] _points;

    public CellKernel()
    {
        Cell[] networks = [.. Space.All.Select(CellPaths.Network)];
        var raw = networks.Select(network => network == default ? new double[FigureCount] : Figures(network)).ToArray();
        var cells = Space.Measurable.Select(cell => raw[cell.Index]).ToArray();
        var mean = Enumerable.Range(0, FigureCount).Select(figure => cells.Average(row => row[figure])).ToArray();
        var deviation = Enumerable.Range(0, FigureCount).Select(figure => Math.Sqrt(cells.Average(row => Math.Pow(row[figure] - mean[figure], 2)))).ToArray();
        _points = [.. raw.Select((row, index) => new KernelPoint(
            [.. networks[index].Operations.Select(operation => (byte)operation)], [.. row.Select((value, figure) => (value - mean[figure]) / deviation[figure])]))];
    }

    public double TypicalChoiceDistance => 2.83; // two of the one-hot places differ on each of four edges

    public double TypicalFigureDistance => 4.9;

    public KernelPoint Point(Architecture architecture) => _points[CellTexts.Parse(architecture).Index];

    private static double[] Figures(Cell network)
    {
        var live = CellPaths.Live(network).ToArray();
        var (skips, ones, threes, pools) = (Count(Operation.SkipConnect), Count(Operation.NorConv1x1), Count(Operation.NorConv3x3), Count(Operation.AvgPool3x3));
        return
        [
            skips, ones, threes, pools, ones + threes, live.Length,
            live.Max(Convolutions), live.Min(Convolutions),
            live.Max(path => On(path, Operation.NorConv3x3)), live.Max(path => On(path, Operation.AvgPool3x3)), live.Min(path => On(path, Operation.AvgPool3x3)),
            live.Count(path => On(path, Operation.SkipConnect) == path.Length),
            Math.Log(CostCounts.Of(network, Dataset.Cifar100).Parameters),
        ];

        int Count(Operation operation) => network.Operations.Count(other => other == operation);

        int On(int[] path, Operation operation) => path.Count(edge => network[edge] == operation);

        int Convolutions(int[] path) => On(path, Operation.NorConv1x1) + On(path, Operation.NorConv3x3);
    }
}
