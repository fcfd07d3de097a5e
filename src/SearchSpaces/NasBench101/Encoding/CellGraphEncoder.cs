using LatBench.SearchSpaces.NasBench101.Texts;

namespace LatBench.SearchSpaces.NasBench101.Encoding;

/// <summary>
/// The graph of the BRP-NAS paper: a global node, then the vertices of the canonical form, the output at the seventh place. A row of the adjacency matrix has the node itself and its
/// successors; the global node's has all. Features are one-hot: input, 3×3 convolution, 1×1 convolution, pool, output, global; absent vertices have none. Source: L. Dudziak et al.,
/// "BRP-NAS" (NeurIPS 2020).
/// </summary>
internal sealed class CellGraphEncoder : IGraphEncoder
{
    private const int NodeCount = 1 + Cell.MaxVertices;

    private const int FeatureCount = 6;

    private const int Input = 0, FirstOperation = 1, Output = 4, Global = 5;

    public string Name => "nas-bench-101-graph/1";

    public int Nodes => NodeCount;

    public int Features => FeatureCount;

    public void Encode(Architecture architecture, Span<float> adjacency, Span<float> features)
    {
        var cell = CanonicalForm.Of(CellTexts.Parse(architecture));
        adjacency.Clear();
        features.Clear();
        for (var node = 0; node < NodeCount; node++)
            adjacency[node] = adjacency[node * NodeCount + node] = 1;
        features[Global] = 1;
        for (var vertex = 0; vertex < cell.Vertices; vertex++)
        {
            features[Node(cell, vertex) * FeatureCount + Kind(cell, vertex)] = 1;
            for (var to = vertex + 1; to < cell.Vertices; to++)
                adjacency[Node(cell, vertex) * NodeCount + Node(cell, to)] = cell.HasEdge(vertex, to) ? 1 : 0;
        }
    }

    private static int Node(Cell cell, int vertex) => vertex == cell.Output ? NodeCount - 1 : 1 + vertex;

    private static int Kind(Cell cell, int vertex) => vertex == 0 ? Input : vertex == cell.Output ? Output : FirstOperation + (int)cell[vertex];
}
