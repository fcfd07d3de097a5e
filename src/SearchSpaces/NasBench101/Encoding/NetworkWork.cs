using LatBench.SearchSpaces.NasBench101.Network;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>The kinds of layers in a cell.</summary>
internal enum LayerKind
{
    /// <summary>A 3×3 convolution with normalisation and ReLU.</summary>
    Conv3x3,

    /// <summary>A 1×1 convolution with normalisation and ReLU.</summary>
    Conv1x1,

    /// <summary>A maximum pool.</summary>
    Pool,

    /// <summary>A projection of the input.</summary>
    Projection,

    /// <summary>A sum of two values.</summary>
    Sum,

    /// <summary>A cut to fewer channels.</summary>
    Truncation,

    /// <summary>A concatenation.</summary>
    Concatenation,
}

/// <summary>
/// The work of the layers of a network by kind, added up over its nine cells: millions of multiplications for convolutions, of elements for the rest.
/// </summary>
internal sealed class NetworkWork
{
    /// <summary>The number of kinds of layers.</summary>
    public const int Kinds = 7;

    private const int Side = 32;

    private readonly double[] _vertices = new double[Cell.MaxVertices];

    private readonly double[] _projections = new double[Cell.MaxVertices];

    private readonly double[] _byKind = new double[Kinds];

    private readonly Cell _cell;

    /// <summary>Initializes a new instance of the <see cref="NetworkWork"/> class.</summary>
    /// <param name="cell">The cell, in canonical form.</param>
    public NetworkWork(Cell cell)
    {
        _cell = cell;
        var side = Side;
        for (var place = 0; place < Skeleton.Cells; place++)
        {
            side /= Skeleton.IsDownsampled(place) ? 2 : 1;
            AddCell(VertexChannels.Of(cell, Skeleton.InputChannels(place), Skeleton.Channels(place)), side * side / 1e6);
        }
    }

    /// <summary>Gets the work by kind of layer.</summary>
    public ReadOnlySpan<double> ByKind => _byKind;

    /// <summary>Gets the work of the operation at an inner vertex.</summary>
    public double Vertex(int vertex) => _vertices[vertex];

    /// <summary>Gets the work of the edge from the input to a vertex.</summary>
    public double Projection(int vertex) => _projections[vertex];

    private void AddCell(int[] channels, double pixels)
    {
        var cell = _cell;
        for (var vertex = 1; vertex < cell.Vertices; vertex++)
        {
            var own = (double)channels[vertex];
            var inputs = cell.HasEdge(0, vertex) ? 1 : 0;
            if (inputs > 0)
                _projections[vertex] += Add(LayerKind.Projection, channels[0] * own * pixels);
            var inner = 0;
            for (var from = 1; from < vertex; from++)
            {
                if (!cell.HasEdge(from, vertex))
                    continue;
                inner++;
                if (vertex < cell.Output && channels[from] > channels[vertex])
                    Add(LayerKind.Truncation, own * pixels);
            }

            if (vertex == cell.Output)
            {
                Add(LayerKind.Concatenation, inner > 1 ? own * pixels : 0);
                Add(LayerKind.Sum, inner > 0 && inputs > 0 ? own * pixels : 0);
                return;
            }

            Add(LayerKind.Sum, (inner + inputs - 1) * own * pixels);
            _vertices[vertex] += cell[vertex] switch
            {
                Operation.Conv3x3 => Add(LayerKind.Conv3x3, 9 * own * own * pixels),
                Operation.Conv1x1 => Add(LayerKind.Conv1x1, own * own * pixels),
                _ => Add(LayerKind.Pool, own * pixels),
            };
        }
    }

    private double Add(LayerKind kind, double work)
    {
        _byKind[(int)kind] += work;
        return work;
    }
}
