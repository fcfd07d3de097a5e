namespace LatBench.SearchSpaces.NasBench101;

/// <summary>
/// The cells that differ from one in a single choice: another operation, an edge more or less, or a vertex more or less in the middle of an edge. Each is in its canonical form, so
/// a cell is a neighbour of its neighbours whatever the order of its vertices.
/// </summary>
internal static class CellNeighbors
{
    /// <summary>Lists the neighbours, each once, in a fixed order.</summary>
    public static IEnumerable<Cell> Of(Cell cell) => All(CanonicalForm.Of(cell)).Distinct();

    private static IEnumerable<Cell> All(Cell cell)
    {
        var graph = new DirectedGraph(cell);
        return [.. Operations(cell), .. AddEdges(graph), .. RemoveEdges(graph), .. AddVertices(graph), .. RemoveVertices(graph)];
    }

    private static IEnumerable<Cell> Operations(Cell cell) =>
        from vertex in Enumerable.Range(1, cell.Vertices - 2)
        from operation in Enum.GetValues<Operation>()
        where operation != cell[vertex]
        select CanonicalForm.Of(cell.With(vertex, operation));

    private static IEnumerable<Cell> AddEdges(DirectedGraph graph) =>
        from pair in graph.Pairs
        where graph.Edges < Cell.MaxEdges && !graph.HasEdge(pair.From, pair.To) && !graph.HasPath(pair.To, pair.From)
        select graph.WithEdge(pair.From, pair.To).ToCanonical();

    /// <summary>Edges without which every vertex is still on a path.</summary>
    private static IEnumerable<Cell> RemoveEdges(DirectedGraph graph) =>
        from pair in graph.Pairs
        where graph.HasEdge(pair.From, pair.To) && graph.Successors(pair.From) > 1 && graph.Predecessors(pair.To) > 1
        select graph.WithoutEdge(pair.From, pair.To).ToCanonical();

    private static IEnumerable<Cell> AddVertices(DirectedGraph graph) =>
        from pair in graph.Pairs
        from operation in Enum.GetValues<Operation>()
        where graph.Vertices < Cell.MaxVertices && graph.Edges < Cell.MaxEdges && graph.HasEdge(pair.From, pair.To)
        select graph.WithVertex(pair.From, pair.To, operation).ToCanonical();

    private static IEnumerable<Cell> RemoveVertices(DirectedGraph graph) =>
        from vertex in Enumerable.Range(1, graph.Vertices - 2)
        where graph.IsOnOneEdge(vertex)
        select graph.WithoutVertex(vertex).ToCanonical();
}
