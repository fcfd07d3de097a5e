namespace LatBench.SearchSpaces.Darts.Network;

/// <summary>The layers that networks are made of. Source: <c>operations.py</c> of the published program.</summary>
internal sealed class Layers(NetworkGraphBuilder graph)
{
    private static readonly Window Pixel = Window.Square(1);

    private static readonly Window HalvingPixel = Window.Square(1, stride: 2);

    /// <summary>Convolution, batch normalisation.</summary>
    public NetworkValue ConvNorm(string layer, NetworkPlace place, NetworkValue x, int channels, Window window, string weights) =>
        graph.Normalization(layer, place, graph.Convolution(layer, place, x, channels, window, weights), weights);

    /// <summary>ReLU, 1×1 convolution, batch normalisation.</summary>
    public NetworkValue ReluConvNorm(string layer, NetworkPlace place, NetworkValue x, int channels, string weights) =>
        ConvNorm(layer, place, graph.Relu(layer, place, x), channels, Pixel, weights);

    /// <summary>
    /// A factorised reduction: ReLU, two 1×1 convolutions of stride 2 with half of the channels each, the second over the image without its first row and
    /// column, side by side; batch normalisation.
    /// </summary>
    public NetworkValue FactorizedReduce(string layer, NetworkPlace place, NetworkValue x, int channels, (string Layer, string Weights) first, (string Layer, string Weights) second, string norm)
    {
        x = graph.Relu(layer, place, x);
        var even = graph.Convolution(first.Layer, place, x, channels / 2, HalvingPixel, first.Weights);
        var odd = graph.Convolution(second.Layer, place, graph.Crop(layer, place, x, 1), channels / 2, HalvingPixel, second.Weights);
        return graph.Normalization(layer, place, graph.Concatenate(layer, place, even, odd), norm);
    }

    /// <summary>An operation on an edge.</summary>
    public NetworkValue Apply(GenotypeEdge edge, EdgeNames names, NetworkPlace place, NetworkValue x, int stride)
    {
        var channels = graph.ShapeOf(x).Channels;
        return edge.Operation switch
        {
            Operation.SkipConnect when stride == 1 => x,
            Operation.SkipConnect => FactorizedReduce(names.Layer, place, x, channels, (names.FirstHalf, names.FirstHalf), (names.SecondHalf, names.SecondHalf), names.First),
            Operation.MaxPool3x3 => graph.MaxPool(names.Layer, place, x, Window.Square(3, stride, padding: 1)),
            Operation.AvgPool3x3 => graph.AveragePool(names.Layer, place, x, Window.Square(3, stride, padding: 1)),
            Operation.Conv7x1Then1x7 => LongKernels(names, place, x, channels, stride),
            _ when edge.Operation.IsDilated() => Depthwise(edge.Operation, names, place, x, stride),
            _ => SecondDepthwise(edge.Operation, names, place, Depthwise(edge.Operation, names, place, x, stride)),
        };
    }

    /// <summary>ReLU, depthwise convolution, 1×1 convolution, batch normalisation.</summary>
    private NetworkValue Depthwise(Operation operation, EdgeNames names, NetworkPlace place, NetworkValue x, int stride)
    {
        var (size, dilation, channels) = (operation.KernelSize(), operation.IsDilated() ? 2 : 1, graph.ShapeOf(x).Channels);
        var window = Window.Square(size, stride, size / 2 * dilation, dilation);
        x = graph.Convolution(names.FirstDepthwise, place, graph.Relu(names.First, place, x), channels, window, names.FirstKernel(size), channels);
        return ConvNorm(names.First, place, x, channels, Pixel, names.First);
    }

    private NetworkValue SecondDepthwise(Operation operation, EdgeNames names, NetworkPlace place, NetworkValue x)
    {
        var (size, channels) = (operation.KernelSize(), graph.ShapeOf(x).Channels);
        x = graph.Convolution(names.SecondDepthwise, place, graph.Relu(names.Second, place, x), channels, Window.Square(size, padding: size / 2), names.SecondKernel(size), channels);
        return ConvNorm(names.Second, place, x, channels, Pixel, names.Second);
    }

    /// <summary>ReLU, convolution along rows, convolution along columns, batch normalisation. Each has a stride in its own direction only.</summary>
    private NetworkValue LongKernels(EdgeNames names, NetworkPlace place, NetworkValue x, int channels, int stride)
    {
        x = graph.Convolution(names.Row, place, graph.Relu(names.Layer, place, x), channels, new Window(1, 7, 1, stride, 0, 3, 1), names.RowKey);
        return ConvNorm(names.Column, place, x, channels, new Window(7, 1, stride, 1, 3, 0, 1), names.ColumnKey);
    }
}
