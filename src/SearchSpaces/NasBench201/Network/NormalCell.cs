namespace LatBench.SearchSpaces.NasBench201.Network;

/// <summary>A searched cell: every node is the sum of its edges' results, node 3 is the output.</summary>
internal sealed class NormalCell(NetworkGraphBuilder graph, Layers layers, NasBench201.Cell architecture, bool isLiteral)
{
    public NetworkValue Build(int cell, NetworkValue input)
    {
        var nodes = new NetworkValue?[Edge.Nodes];
        nodes[0] = input;
        for (var i = 0; i < Edge.Count; i++)
        {
            var edge = Edge.All[i];
            if (nodes[edge.From] is not { } source || Apply(cell, i, source) is not { } result)
                continue;
            nodes[edge.To] = nodes[edge.To] is { } sum
                ? graph.Add($"cell{cell}/sum{edge.From}-{edge.To}", new NetworkPlace(NetworkPart.Sum, cell, Node: edge.To), sum, result)
                : result;
        }

        return nodes[^1]!.Value; // the space refuses cells without a path to the output
    }

    /// <summary>The edge's result; null where the edge is not built.</summary>
    private NetworkValue? Apply(int cell, int edge, NetworkValue x)
    {
        var layer = Skeleton.EdgeName(cell, edge);
        var operation = architecture[edge];
        var place = new NetworkPlace(NetworkPart.Edge, cell, Edge.All[edge].From, Edge.All[edge].To, operation.Name());
        return operation switch
        {
            Operation.None => isLiteral ? graph.Zero(layer, place, x, WeightPlan.ZeroKey) : null,
            Operation.SkipConnect => x,
            Operation.NorConv1x1 => layers.ReluConvNorm(layer, place, x, Skeleton.Channels(cell), Layers.Same1x1, layer + "/conv1x1"),
            Operation.NorConv3x3 => layers.ReluConvNorm(layer, place, x, Skeleton.Channels(cell), Layers.Same3x3, layer + "/conv3x3"),
            Operation.AvgPool3x3 => graph.AveragePool(layer, place, x, Layers.Same3x3),
            _ => throw new InvalidOperationException($"Operation {operation} is not of the space."),
        };
    }
}
