using System.Globalization;
using System.Numerics;
using System.Text;

namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// A cell of NAS-Bench-101: a directed graph whose first vertex is the input and whose last one is the output, with an operation at each vertex between. Every vertex lies on
/// a path from input to output. Edges lead from a smaller vertex to a larger one. Two cells are equal when their vertices are in the same order.
/// </summary>
internal readonly record struct Cell
{
    /// <summary>The largest number of vertices, input and output included.</summary>
    public const int MaxVertices = 7;

    /// <summary>The largest number of edges.</summary>
    public const int MaxEdges = 9;

    private const int LabelBits = 2;

    private readonly byte _vertices;

    private readonly ushort _labels;

    private readonly int _bits;

    /// <summary>Initializes a new instance of the <see cref="Cell"/> struct.</summary>
    /// <param name="vertices">2 to 7.</param>
    /// <param name="bits">The edges; see <see cref="Bits"/>.</param>
    /// <param name="labels">The operations; see <see cref="Labels"/>.</param>
    public Cell(int vertices, int bits, int labels) => (_vertices, _bits, _labels) = ((byte)vertices, bits, (ushort)labels);

    /// <summary>Gets the number of vertices, input and output included: 2 to 7.</summary>
    public int Vertices => _vertices;

    /// <summary>Gets the last vertex.</summary>
    public int Output => _vertices - 1;

    /// <summary>Gets the edges in the published order: the bit of an edge from x to y is x + y(y−1)/2.</summary>
    public int Bits => _bits;

    /// <summary>Gets the operations, two bits each, that of vertex 1 in the highest: cells of one number of vertices are compared by them lexicographically.</summary>
    public int Labels => _labels;

    /// <summary>Gets the number of edges.</summary>
    public int Edges => BitOperations.PopCount((uint)_bits);

    /// <summary>Gets a short name: the number of vertices, the edges in hexadecimal, and a digit for each operation, such as <c>7-1e3a2b-01201</c>.</summary>
    public string Code
    {
        get
        {
            var text = new StringBuilder(16).Append(CultureInfo.InvariantCulture, $"{Vertices}-{Bits:x}");
            for (var vertex = 1; vertex < Output; vertex++)
                text.Append(vertex == 1 ? "-" : "").Append((int)this[vertex]);
            return text.ToString();
        }
    }

    /// <summary>Gets the operation at an inner vertex.</summary>
    /// <param name="vertex">1 up to the last but one.</param>
    public Operation this[int vertex] => (Operation)((_labels >> LabelShift(vertex)) & ((1 << LabelBits) - 1));

    /// <summary>Gets the bit of an edge.</summary>
    public static int Bit(int from, int to) => 1 << (from + to * (to - 1) / 2);

    /// <summary>Gets the part of <see cref="Labels"/> that says which operation is at a vertex.</summary>
    public static int Label(int vertex, Operation operation) => (int)operation << LabelShift(vertex);

    /// <summary>Determines whether there is an edge.</summary>
    /// <param name="from">The smaller vertex.</param>
    /// <param name="to">The larger vertex.</param>
    public bool HasEdge(int from, int to) => (_bits & Bit(from, to)) != 0;

    /// <summary>Gets the cell with another operation at a vertex.</summary>
    public Cell With(int vertex, Operation operation) => new(_vertices, _bits, _labels & ~(((1 << LabelBits) - 1) << LabelShift(vertex)) | Label(vertex, operation));

    /// <summary>Gets the text: the upper triangle of the adjacency matrix row by row, then the operations.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(120);
        for (var from = 0; from < Output; from++)
        {
            if (from > 0)
                text.Append('.');
            for (var to = from + 1; to <= Output; to++)
                text.Append(HasEdge(from, to) ? '1' : '0');
        }

        for (var vertex = 1; vertex < Output; vertex++)
            text.Append(vertex == 1 ? '|' : ',').Append(this[vertex].Name());
        return Output == 1 ? text.Append('|').ToString() : text.ToString();
    }

    private static int LabelShift(int vertex) => LabelBits * (MaxVertices - 2 - vertex);
}
