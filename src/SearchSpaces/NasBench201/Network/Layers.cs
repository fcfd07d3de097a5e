namespace LatBench.SearchSpaces.NasBench201.Network;

/// <summary>The layers that cells and skeleton are made of.</summary>
internal sealed class Layers(NetworkGraphBuilder graph)
{
    public static readonly Window Same1x1 = Window.Square(1);

    public static readonly Window Same3x3 = Window.Square(3, padding: 1);

    public static readonly Window Halving3x3 = Window.Square(3, stride: 2, padding: 1);

    public static readonly Window Halving2x2 = Window.Square(2, stride: 2);

    /// <summary>Convolution, batch normalisation.</summary>
    public NetworkValue ConvNorm(string layer, NetworkPlace place, NetworkValue x, int channels, Window window, string weights) =>
        graph.Normalization(layer, place, graph.Convolution(layer, place, x, channels, window, weights), weights);

    /// <summary>ReLU, convolution, batch normalisation.</summary>
    public NetworkValue ReluConvNorm(string layer, NetworkPlace place, NetworkValue x, int channels, Window window, string weights) =>
        ConvNorm(layer, place, graph.Relu(layer, place, x), channels, window, weights);
}
