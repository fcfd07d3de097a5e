namespace LatBench.SearchSpaces.Darts.Encoding;

/// <summary>
/// Both cells as one graph: a global node, and for each cell its two inputs, an operation for each edge, and its output. The output of the normal cell leads to the inputs of the reduction
/// cell. Features are one-hot: nine operations, first input, second input, output, global; and one more for all nodes of the reduction cell.
/// </summary>
internal sealed class GenotypeGraphEncoder : IGraphEncoder
{
    private const int Global = 0;

    private const int CellNodes = GenotypeCell.Inputs + GenotypeCell.MaxEdges + 1;

    private const int NodeCount = 1 + (2 * CellNodes);

    private const int FirstInput = Operations.Count;

    private const int OutputFeature = FirstInput + GenotypeCell.Inputs;

    private const int GlobalFeature = OutputFeature + 1;

    private const int ReductionFeature = GlobalFeature + 1;

    private const int FeatureCount = ReductionFeature + 1;

    public string Name => "darts-graph/1";

    public int Nodes => NodeCount;

    public int Features => FeatureCount;

    public void Encode(Architecture architecture, Span<float> adjacency, Span<float> features)
    {
        var genotype = GenotypeTexts.ParseCanonical(architecture);
        adjacency.Clear();
        features.Clear();
        for (var node = 0; node < NodeCount; node++)
            adjacency[(node * NodeCount) + node] = adjacency[(Global * NodeCount) + node] = 1;
        features[(Global * FeatureCount) + GlobalFeature] = 1;
        Write(genotype.Normal, 1, adjacency, features);
        Write(genotype.Reduction, 1 + CellNodes, adjacency, features);
        for (var node = 1 + CellNodes; node < NodeCount; node++)
            features[(node * FeatureCount) + ReductionFeature] = 1;
        for (var input = 0; input < GenotypeCell.Inputs; input++)
            Link(adjacency, CellNodes, 1 + CellNodes + input); // the last node of the normal cell is its output
    }

    private static void Write(GenotypeCell cell, int first, Span<float> adjacency, Span<float> features)
    {
        var (operations, output) = (first + GenotypeCell.Inputs, first + CellNodes - 1);
        for (var input = 0; input < GenotypeCell.Inputs; input++)
            features[((first + input) * FeatureCount) + FirstInput + input] = 1;
        features[(output * FeatureCount) + OutputFeature] = 1;
        for (var edge = 0; edge < cell.Edges.Length; edge++)
        {
            var state = GenotypeCell.StateOf(edge);
            if (!cell.IsUsed(state))
                continue;
            var (operation, input) = cell.Edges[edge];
            features[((operations + edge) * FeatureCount) + (int)operation] = 1;
            if (input < GenotypeCell.Inputs)
            {
                Link(adjacency, first + input, operations + edge);
            }
            else
            {
                var source = operations + (2 * (input - GenotypeCell.Inputs));
                Link(adjacency, source, operations + edge);
                Link(adjacency, source + 1, operations + edge);
            }

            if (cell.Concatenated.Contains(state))
                Link(adjacency, operations + edge, output);
        }
    }

    private static void Link(Span<float> adjacency, int from, int to) => adjacency[(from * NodeCount) + to] = 1;
}
