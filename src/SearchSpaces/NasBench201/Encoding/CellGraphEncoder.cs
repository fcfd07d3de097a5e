namespace LatBench.SearchSpaces.NasBench201.Encoding;

/// <summary>
/// The graph of the BRP-NAS paper: nodes are a global one, the input, the six operations and the output. Zero operations and those on no path are
/// cut off, skips are contracted. A row of the adjacency matrix has the node itself and its successors; the global node's has all. Features are one-hot: 1×1
/// convolution, 3×3 convolution, pool, input, output, global. Source: L. Dudziak et al., "BRP-NAS" (NeurIPS 2020) and its published program.
/// </summary>
internal sealed class CellGraphEncoder : IGraphEncoder
{
    private const int NodeCount = Edge.Count + 3; // cut-off nodes included

    private const int FeatureCount = 6;

    private const int Global = 0, Input = 1, FirstOperation = 2, Output = 8;

    public string Name => "cell-graph/1";

    public int Nodes => NodeCount;

    public int Features => FeatureCount;

    public void Encode(Architecture architecture, Span<float> adjacency, Span<float> features)
    {
        var cell = CellTexts.Parse(architecture).EffectiveCell.Cell;
        var linked = Links(cell);
        for (var i = 0; i < adjacency.Length; i++)
            adjacency[i] = linked[i / NodeCount, i % NodeCount] ? 1 : 0;
        features.Clear();
        features[(Global * FeatureCount) + 5] = features[(Input * FeatureCount) + 3] = features[(Output * FeatureCount) + 4] = 1;
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (cell[edge] >= Operation.NorConv1x1)
                features[((FirstOperation + edge) * FeatureCount) + (cell[edge] - Operation.NorConv1x1)] = 1;
        }
    }

    private static bool[,] Links(Cell cell)
    {
        var linked = new bool[NodeCount, NodeCount];
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (cell[edge] == Operation.None)
                continue;
            if (Edge.All[edge].From == 0)
                linked[Input, FirstOperation + edge] = true;
            if (Edge.All[edge].To == Edge.Nodes - 1)
                linked[FirstOperation + edge, Output] = true;
            for (var next = 0; next < Edge.Count; next++)
                linked[FirstOperation + edge, FirstOperation + next] |= cell[next] != Operation.None && Edge.All[next].From == Edge.All[edge].To;
        }

        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (cell[edge] == Operation.SkipConnect)
                Contract(linked, FirstOperation + edge);
        }

        for (var node = 0; node < NodeCount; node++)
            linked[node, node] = linked[Global, node] = true;
        return linked;
    }

    private static void Contract(bool[,] linked, int node)
    {
        for (var before = 0; before < NodeCount; before++)
        {
            if (!linked[before, node])
                continue;
            linked[before, node] = false;
            for (var after = 0; after < NodeCount; after++)
                linked[before, after] |= linked[node, after];
        }

        for (var after = 0; after < NodeCount; after++)
            linked[node, after] = false;
    }
}
