namespace LatBench.SearchSpaces.NasBench201.Network;

/// <summary>The residual block between two stages: half the pixels a side, twice the channels.</summary>
internal sealed class ReductionCell(NetworkGraphBuilder graph, Layers layers)
{
    public NetworkValue Build(int cell, NetworkValue input)
    {
        var (name, channels) = ($"cell{cell}", Skeleton.Channels(cell));
        var place = new NetworkPlace(NetworkPart.Reduction, cell);
        var first = layers.ReluConvNorm(name + "/first", place, input, channels, Layers.Halving3x3, name + "/first");
        var second = layers.ReluConvNorm(name + "/second", place, first, channels, Layers.Same3x3, name + "/second");

        var pooled = graph.AveragePool(name + "/shortcut", place, input, Layers.Halving2x2);
        var shortcut = graph.Convolution(name + "/shortcut", place, pooled, channels, Layers.Same1x1, name + "/shortcut");
        return graph.Add(name + "/sum", place, shortcut, second);
    }
}
