using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>
/// The similarity of two cells: a Matérn 3/2 term over the number of edges with different operations, and, where it is asked for, a smooth term over
/// figures of the whole cell (counts, depths, size).
/// </summary>
internal sealed class CellKernel(bool figures)
{
    /// <summary>Typical distances between two cells of the space, by which lengths are scaled.</summary>
    private const double TypicalEdgeDistance = 2.83; // two of the one-hot places differ on each of four edges

    private const double TypicalFigureDistance = 4.9;

    private readonly CellTable _table = CellTable.Instance;

    public int Terms => figures ? 2 : 1;

    /// <summary>Both distances, squared.</summary>
    public (double Edges, double Figures) Distance(Architecture a, Architecture b)
    {
        var edges = 2.0 * _table.Differences(a, b) / (TypicalEdgeDistance * TypicalEdgeDistance);
        if (!figures)
            return (edges, 0);
        var x = _table.Row(a);
        var y = _table.Row(b);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return (edges, sum / (TypicalFigureDistance * TypicalFigureDistance));
    }

    /// <summary>The covariance under parameters of <see cref="SurrogateParameters"/>.</summary>
    public double At((double Edges, double Figures) distance, double[] parameters)
    {
        var r = Math.Sqrt(3 * distance.Edges) * Math.Exp(-parameters[Terms]);
        var edges = Math.Exp(2 * parameters[0]) * (1 + r) * Math.Exp(-r);
        return figures
            ? edges + (Math.Exp(2 * parameters[1]) * Math.Exp(-0.5 * distance.Figures * Math.Exp(-2 * parameters[Terms + 1])))
            : edges;
    }

    /// <summary>The covariance of a cell with itself.</summary>
    public double Variance(double[] parameters) => Enumerable.Range(0, Terms).Sum(term => Math.Exp(2 * parameters[term]));
}
