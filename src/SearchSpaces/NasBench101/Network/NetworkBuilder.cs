namespace LatBench.SearchSpaces.NasBench101.Network;

/// <summary>Builds the whole network: stem, nine cells with two pools between, head.</summary>
internal static class NetworkBuilder
{
    private static readonly Window Same3x3 = Window.Square(3, padding: 1);

    private static readonly Window Halving2x2 = Window.Square(2, stride: 2);

    /// <summary>Builds the network with the vertices in the order of the cell.</summary>
    public static NetworkGraph Build(Cell cell, InputSpec input)
    {
        var graph = new NetworkGraphBuilder();
        var stem = graph.Convolution("stem", NetworkPlace.Stem, graph.Input(input), Skeleton.Channels(0), Same3x3, "stem");
        var x = graph.Relu("stem", NetworkPlace.Stem, graph.Normalization("stem", NetworkPlace.Stem, stem, "stem"));
        for (var place = 0; place < Skeleton.Cells; place++)
        {
            if (Skeleton.IsDownsampled(place))
                x = graph.MaxPool($"cell{place}/downsample", new NetworkPlace(NetworkPart.Reduction, place), x, Halving2x2);
            x = new CellBuilder(graph, cell, place).Build(x);
        }

        x = graph.GlobalAverage("head", NetworkPlace.Head, x);
        graph.Logits("classifier", NetworkPlace.Head, x, input.Classes, WeightPlan.ClassifierKey);
        return graph.Build();
    }
}
