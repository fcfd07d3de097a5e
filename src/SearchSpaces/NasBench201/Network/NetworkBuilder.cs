namespace LatBench.SearchSpaces.NasBench201.Network;

/// <summary>Builds the whole network: stem, 17 cells, head.</summary>
internal static class NetworkBuilder
{
    public static NetworkGraph Build(NasBench201.Cell architecture, InputSpec input, bool isLiteral)
    {
        var graph = new NetworkGraphBuilder();
        var layers = new Layers(graph);
        var x = layers.ConvNorm("stem", NetworkPlace.Stem, graph.Input(input), Skeleton.StemChannels, Layers.Same3x3, "stem");

        var normal = new NormalCell(graph, layers, architecture, isLiteral);
        var reduction = new ReductionCell(graph, layers);
        for (var cell = 0; cell < Skeleton.Cells; cell++)
            x = Skeleton.IsReduction(cell) ? reduction.Build(cell, x) : normal.Build(cell, x);

        x = graph.Relu("head", NetworkPlace.Head, graph.Normalization("head", NetworkPlace.Head, x, "head"));
        x = graph.GlobalAverage("head", NetworkPlace.Head, x);
        graph.Logits("classifier", NetworkPlace.Head, x, input.Classes, WeightPlan.ClassifierKey(input));
        return graph.Build();
    }
}
