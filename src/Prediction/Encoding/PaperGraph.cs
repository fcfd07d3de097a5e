using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Encoding;

/// <summary>
/// The graph of the BRP-NAS paper: nodes are a global one, the input, the six operations and the output. Zero operations and those on no path are
/// cut off, skips are contracted. A row of the adjacency matrix has the node itself and its successors; the global node's has all. Features are one-hot: 1×1
/// convolution, 3×3 convolution, pool, input, output, global. Source: L. Dudziak et al., "BRP-NAS" (NeurIPS 2020) and its published program.
/// </summary>
internal static class PaperGraph
{
    /// <summary>The number of nodes of a graph, cut-off ones included.</summary>
    public const int Nodes = Edge.Count + 3;

    /// <summary>The number of features of a node.</summary>
    public const int Features = 6;

    private const int Global = 0, Input = 1, FirstOperation = 2, Output = 8;

    /// <summary>Row-major, <see cref="Nodes"/> × <see cref="Nodes"/>; 0 or 1.</summary>
    public static byte[] Adjacency(Architecture architecture)
    {
        var cell = architecture.EffectiveCell.Architecture;
        var linked = new bool[Nodes, Nodes];
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

        for (var node = 0; node < Nodes; node++)
            linked[node, node] = linked[Global, node] = true;
        return [.. linked.Cast<bool>().Select(link => link ? (byte)1 : (byte)0)];
    }

    /// <summary>Row-major, <see cref="Nodes"/> × <see cref="Features"/>; 0 or 1.</summary>
    public static byte[] OneHot(Architecture architecture)
    {
        var cell = architecture.EffectiveCell.Architecture;
        var features = new byte[Nodes * Features];
        features[(Global * Features) + 5] = features[(Input * Features) + 3] = features[(Output * Features) + 4] = 1;
        for (var edge = 0; edge < Edge.Count; edge++)
        {
            if (cell[edge] >= Operation.NorConv1x1)
                features[((FirstOperation + edge) * Features) + (cell[edge] - Operation.NorConv1x1)] = 1;
        }

        return features;
    }

    /// <summary>One of the two above for many architectures, as a network takes it.</summary>
    public static float[] Floats(IReadOnlyList<Architecture> architectures, Func<Architecture, byte[]> encode) =>
        [.. architectures.SelectMany(encode).Select(value => (float)value)];

    private static void Contract(bool[,] linked, int node)
    {
        for (var before = 0; before < Nodes; before++)
        {
            if (!linked[before, node])
                continue;
            linked[before, node] = false;
            for (var after = 0; after < Nodes; after++)
                linked[before, after] |= linked[node, after];
        }

        for (var after = 0; after < Nodes; after++)
            linked[node, after] = false;
    }
}
