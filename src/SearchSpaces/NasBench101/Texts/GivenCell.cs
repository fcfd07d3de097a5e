namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>
/// A cell as a text has it: any number of vertices and edges, some of them on no path from input to output. It keeps the place in the text of every edge and operation, for messages.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="vertices">The number of vertices, 2 to <see cref="MaxVertices"/>.</param>
internal sealed class GivenCell(string text, int vertices)
{
    /// <summary>The largest number of vertices that is read.</summary>
    public const int MaxVertices = 32;

    private readonly uint[] _successors = new uint[vertices];

    private readonly int[] _edgePositions = new int[vertices * vertices];

    private readonly (Operation Operation, int Position)[] _operations = new (Operation, int)[vertices];

    /// <summary>Gets the number of vertices.</summary>
    public int Vertices => vertices;

    /// <summary>Adds an edge.</summary>
    public void AddEdge(int from, int to, int position)
    {
        _successors[from] |= 1u << to;
        _edgePositions[from * vertices + to] = position;
    }

    /// <summary>Sets the operation at an inner vertex.</summary>
    public void SetOperation(int vertex, Operation operation, int position) => _operations[vertex] = (operation, position);

    /// <summary>Leaves out the vertices that are on no path from input to output.</summary>
    /// <returns>The reason why the rest is no cell of the space; null where it is one.</returns>
    public ParseError? TryPrune(out Cell cell)
    {
        cell = default;
        var live = Live();
        if (live == 0)
            return ParseError.At(Space.Title, text, 0, "edges that lead from the input to the output", text.Length);
        int[] kept = [.. Enumerable.Range(0, vertices).Where(vertex => (live >> vertex & 1) != 0)];
        if (kept.Length > Cell.MaxVertices)
        {
            var position = _operations[kept[Cell.MaxVertices - 1]].Position;
            return new ParseError(Space.Title, position, $"at most {Cell.MaxVertices - 2} operations on paths from input to output", $"{kept.Length - 2} of them");
        }

        var edges = kept.SelectMany(from => kept.Where(to => (_successors[from] >> to & 1) != 0), (from, to) => (From: from, To: to)).ToArray();
        if (edges.Length > Cell.MaxEdges)
        {
            var (from, to) = edges[Cell.MaxEdges];
            return new ParseError(Space.Title, _edgePositions[from * vertices + to], $"at most {Cell.MaxEdges} edges on paths from input to output", $"{edges.Length} of them");
        }

        var bits = edges.Sum(edge => Cell.Bit(Array.IndexOf(kept, edge.From), Array.IndexOf(kept, edge.To)));
        var labels = Enumerable.Range(1, kept.Length - 2).Sum(vertex => Cell.Label(vertex, _operations[kept[vertex]].Operation));
        cell = new Cell(kept.Length, bits, labels);
        return null;
    }

    /// <summary>Finds the vertices on paths from input to output; none where there is no path.</summary>
    private uint Live()
    {
        uint reached = 1, leading = 1u << (vertices - 1);
        for (var vertex = 0; vertex < vertices; vertex++)
            reached |= (reached >> vertex & 1) != 0 ? _successors[vertex] : 0;
        for (var vertex = vertices - 1; vertex >= 0; vertex--)
            leading |= (_successors[vertex] & leading) != 0 ? 1u << vertex : 0;
        return reached & leading;
    }
}
