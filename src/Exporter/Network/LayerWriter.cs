using LatBench.Exporter.Weights;
using LatBench.Onnx;

namespace LatBench.Exporter.Network;

/// <summary>Writes the layers that cells and skeleton are made of, each with its constants, in one number format.</summary>
internal abstract class LayerWriter(GraphBuilder graph, WeightTensors tensors)
{
    public static readonly Window Same1x1 = new(1);

    public static readonly Window Same3x3 = new(3, padding: 1);

    public static readonly Window Halving3x3 = new(3, stride: 2, padding: 1);

    public static readonly Window Halving2x2 = new(2, stride: 2);

    public WeightPlan Plan => tensors.Plan;

    protected GraphBuilder Graph => graph;

    public static LayerWriter For(ModelSpec spec, GraphBuilder graph, WeightTensors tensors) => spec.Precision == Precision.Int8
        ? new QuantisedLayers(graph, tensors)
        : new FloatLayers(graph, tensors);

    /// <summary>Declares the image.</summary>
    public abstract Value Input(ModelSpec spec);

    /// <summary>Convolution, batch normalisation.</summary>
    public abstract Value ConvNorm(string name, Value x, ConvWeights weights, Window window);

    /// <summary>ReLU, convolution, batch normalisation.</summary>
    public abstract Value ReluConvNorm(string name, Value x, ConvWeights weights, Window window);

    /// <summary>Convolution alone.</summary>
    public abstract Value Conv(string name, Value x, WeightSlice kernel, Window window);

    public abstract Value AveragePool(string name, Value x, Window window);

    public abstract Value Add(string name, Value a, Value b);

    /// <summary>A tensor of zeros in the shape of <paramref name="x"/>, as frameworks write it: x · 0.</summary>
    public abstract Value Zero(string name, Value x);

    /// <summary>Normalisation, ReLU, global average, linear layer: the logits.</summary>
    public abstract Value Head(Value x, ClassifierWeights classifier);

    protected Value Constant(WeightSlice slice) => graph.Initializer(tensors[slice]);

    protected Value Norm(string name, Value x, NormWeights weights) => graph.BatchNormalization(
        name + "/norm",
        x,
        Constant(weights.Scale),
        Constant(weights.Shift),
        Constant(weights.Mean),
        Constant(weights.Variance));
}
