namespace LatBench.SearchSpaces.NasBench101;

/// <summary>A cell whose inner vertices have no order yet: vertex 0 is the input and vertex 1 the output.</summary>
internal sealed class DirectedGraph
{
    private const int Input = 0, Output = 1;

    private readonly bool[,] _edges;

    private readonly Operation[] _operations;

    /// <summary>Initializes a new instance of the <see cref="DirectedGraph"/> class from a cell.</summary>
    public DirectedGraph(Cell cell)
    {
        _edges = new bool[cell.Vertices, cell.Vertices];
        _operations = [default, default, .. Enumerable.Range(1, cell.Vertices - 2).Select(vertex => cell[vertex])];
        for (var to = 1; to < cell.Vertices; to++)
        {
            for (var from = 0; from < to; from++)
                _edges[Place(from), Place(to)] = cell.HasEdge(from, to);
        }

        int Place(int vertex) => vertex == 0 ? Input : vertex == cell.Output ? Output : vertex + 1;
    }

    private DirectedGraph(bool[,] edges, Operation[] operations) => (_edges, _operations) = (edges, operations);

    /// <summary>Gets the number of vertices.</summary>
    public int Vertices => _operations.Length;

    /// <summary>Gets the number of edges.</summary>
    public int Edges => Pairs.Count(pair => _edges[pair.From, pair.To]);

    /// <summary>Gets the pairs of vertices that an edge could lead between.</summary>
    public IEnumerable<(int From, int To)> Pairs =>
        from one in Enumerable.Range(0, Vertices)
        from other in Enumerable.Range(0, Vertices)
        where one != other && one != Output && other != Input
        select (one, other);

    /// <summary>Determines whether there is an edge.</summary>
    public bool HasEdge(int from, int to) => _edges[from, to];

    /// <summary>Determines whether edges lead from one vertex to another.</summary>
    public bool HasPath(int from, int to) => _edges[from, to] || Enumerable.Range(0, Vertices).Any(next => _edges[from, next] && HasPath(next, to));

    /// <summary>Gets the number of edges out of a vertex.</summary>
    public int Successors(int vertex) => Enumerable.Range(0, Vertices).Count(other => _edges[vertex, other]);

    /// <summary>Gets the number of edges into a vertex.</summary>
    public int Predecessors(int vertex) => Enumerable.Range(0, Vertices).Count(other => _edges[other, vertex]);

    /// <summary>Determines whether an inner vertex is in the middle of what could be one edge.</summary>
    /// <param name="vertex">The place among the inner vertices, counted from 1.</param>
    public bool IsOnOneEdge(int vertex)
    {
        var (own, vertices) = (vertex + 1, Enumerable.Range(0, Vertices));
        return Predecessors(own) == 1 && Successors(own) == 1 && !_edges[vertices.Single(other => _edges[other, own]), vertices.Single(other => _edges[own, other])];
    }

    /// <summary>Gets the graph with one edge more.</summary>
    public DirectedGraph WithEdge(int from, int to) => With(from, to, isEdge: true);

    /// <summary>Gets the graph with one edge less.</summary>
    public DirectedGraph WithoutEdge(int from, int to) => With(from, to, isEdge: false);

    /// <summary>Gets the graph with a vertex in the middle of an edge.</summary>
    public DirectedGraph WithVertex(int from, int to, Operation operation)
    {
        var edges = new bool[Vertices + 1, Vertices + 1];
        foreach (var pair in Pairs)
            edges[pair.From, pair.To] = _edges[pair.From, pair.To];
        edges[from, to] = false;
        edges[from, Vertices] = edges[Vertices, to] = true;
        return new DirectedGraph(edges, [.. _operations, operation]);
    }

    /// <summary>Gets the graph with an edge in place of an inner vertex that is in the middle of one.</summary>
    /// <param name="vertex">The place among the inner vertices, counted from 1.</param>
    public DirectedGraph WithoutVertex(int vertex)
    {
        var own = vertex + 1;
        var edges = new bool[Vertices - 1, Vertices - 1];
        foreach (var pair in Pairs.Where(pair => pair.From != own && pair.To != own))
            edges[Place(pair.From), Place(pair.To)] = _edges[pair.From, pair.To] || (_edges[pair.From, own] && _edges[own, pair.To]);
        return new DirectedGraph(edges, [.. _operations[..own], .. _operations[(own + 1)..]]);

        int Place(int other) => other > own ? other - 1 : other;
    }

    /// <summary>Puts the vertices in the order of the canonical form.</summary>
    public Cell ToCanonical()
    {
        var order = new List<int> { Input };
        while (order.Count < Vertices - 1)
            order.Add(Enumerable.Range(2, Vertices - 2).First(vertex => !order.Contains(vertex) && Enumerable.Range(0, Vertices).All(other => !_edges[other, vertex] || order.Contains(other))));
        order.Add(Output);
        var (bits, labels) = (0, 0);
        for (var to = 1; to < order.Count; to++)
        {
            labels |= to < order.Count - 1 ? Cell.Label(to, _operations[order[to]]) : 0;
            for (var from = 0; from < to; from++)
                bits |= _edges[order[from], order[to]] ? Cell.Bit(from, to) : 0;
        }

        return CanonicalForm.Of(new Cell(order.Count, bits, labels));
    }

    private DirectedGraph With(int from, int to, bool isEdge)
    {
        var edges = (bool[,])_edges.Clone();
        edges[from, to] = isEdge;
        return new DirectedGraph(edges, _operations);
    }
}
