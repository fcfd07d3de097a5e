using LatBench.Search.Candidates;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>The two ways in which networks are compared, for every architecture of the space: which operation each edge has, and a few figures of the whole cell.</summary>
internal sealed class CellTable
{
    /// <summary>The four ways from input to output, as places of <see cref="Edge.All"/>.</summary>
    private static readonly int[][] Paths = [[3], [0, 4], [1, 5], [0, 2, 5]];

    private static readonly Lazy<CellTable> Shared = new(() => new CellTable());

    private readonly Architecture[] _networks = [.. Space.All.Select(CandidateSet.Network)];

    private readonly double[][] _figures;

    private CellTable()
    {
        var raw = _networks.Select(network => network == default ? new double[FigureCount] : Figures(network)).ToArray();
        var cells = Space.Measurable.Select(architecture => raw[architecture.Index]).ToArray();
        var mean = Enumerable.Range(0, FigureCount).Select(figure => cells.Average(row => row[figure])).ToArray();
        var deviation = Enumerable.Range(0, FigureCount).Select(figure => Math.Sqrt(cells.Average(row => Math.Pow(row[figure] - mean[figure], 2)))).ToArray();
        _figures = [.. raw.Select(row => row.Select((value, figure) => (value - mean[figure]) / deviation[figure]).ToArray())];
    }

    /// <summary>Gets the number of figures of a cell.</summary>
    public static int FigureCount => 13;

    public static CellTable Instance => Shared.Value;

    /// <summary>On how many edges two networks have different operations, 0 to 6.</summary>
    public int Differences(Architecture a, Architecture b)
    {
        var (x, y) = (_networks[a.Index], _networks[b.Index]);
        var count = 0;
        for (var edge = 0; edge < Edge.Count; edge++)
            count += x[edge] == y[edge] ? 0 : 1;
        return count;
    }

    /// <summary>Figures with mean 0 and deviation 1 over the space.</summary>
    public ReadOnlySpan<double> Row(Architecture architecture) => _figures[architecture.Index];

    private static double[] Figures(Architecture network)
    {
        var live = Paths.Where(path => path.All(edge => network[edge] != Operation.None)).ToArray();
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
