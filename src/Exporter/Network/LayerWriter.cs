using LatBench.Exporter.Weights;
using LatBench.Onnx;

namespace LatBench.Exporter.Network;

/// <summary>Writes the layers that cells and skeleton are made of, each with its constants.</summary>
internal sealed class LayerWriter(GraphBuilder graph, WeightTensors tensors)
{
    public static readonly Window Same1x1 = new(1);

    public static readonly Window Same3x3 = new(3, padding: 1);

    public static readonly Window Halving3x3 = new(3, stride: 2, padding: 1);

    public static readonly Window Halving2x2 = new(2, stride: 2);

    private Value? _zero;

    public GraphBuilder Graph => graph;

    public Value Constant(WeightSlice slice) => graph.Initializer(tensors[slice]);

    /// <summary>Convolution, batch normalisation.</summary>
    public Value ConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        Norm(name, graph.Conv(name + "/conv", x, Constant(weights.Kernel), window), weights.Norm);

    /// <summary>ReLU, convolution, batch normalisation.</summary>
    public Value ReluConvNorm(string name, Value x, ConvWeights weights, Window window) =>
        ConvNorm(name, graph.Relu(name + "/relu", x), weights, window);

    public Value Norm(string name, Value x, NormWeights weights) => graph.BatchNormalization(
        name + "/norm",
        x,
        Constant(weights.Scale),
        Constant(weights.Shift),
        Constant(weights.Mean),
        Constant(weights.Variance));

    /// <summary>A tensor of zeros in the shape of <paramref name="x"/>, as frameworks write it: x · 0.</summary>
    public Value Zero(string name, Value x) =>
        graph.Mul(name + "/zero", x, _zero ??= Constant(WeightPlan.Instance.Zero));
}
