using LatBench.Onnx.Protos;

namespace LatBench.Onnx;

/// <summary>
/// The operators that LatBench writes, typed. Images are NCHW. Source: the ONNX operator specification, opset 17.
/// </summary>
public static class Operators
{
    private static readonly AttributeProto TransposeB = Attributes.Int("transB", 1);

    private static readonly AttributeProto ChannelAxis = Attributes.Int("axis", 1);

    /// <summary><c>Conv</c> without bias.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×C×H×W.</param>
    /// <param name="weight">Kernels, M×C×k×k.</param>
    /// <param name="window">Kernel size, stride and padding.</param>
    public static Value Conv(this GraphBuilder graph, string name, Value x, Value weight, Window window) =>
        graph.Node("Conv", name, [x, weight], window.Attributes);

    /// <summary><c>Conv</c>, with a bias where one is given.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="inputs">Input, N×C×H×W; kernels, M×C×k×k; and, if there is one, a bias of M values.</param>
    /// <param name="window">Kernel size, stride and padding.</param>
    /// <param name="groups">Groups that channels are divided into, 1 by default.</param>
    public static Value Conv(this GraphBuilder graph, string name, ReadOnlySpan<Value> inputs, Window window, int groups = 1) =>
        groups == 1 ? graph.Node("Conv", name, inputs, window.Attributes) : graph.Node("Conv", name, inputs, [Attributes.Int("group", groups), .. window.Attributes]);

    /// <summary><c>AveragePool</c>; padding is not counted in the mean.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×C×H×W.</param>
    /// <param name="window">Window size, stride and padding.</param>
    public static Value AveragePool(this GraphBuilder graph, string name, Value x, Window window) =>
        graph.Node("AveragePool", name, [x], window.Attributes);

    /// <summary><c>MaxPool</c>; padding is never the largest value.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×C×H×W.</param>
    /// <param name="window">Window size, stride and padding.</param>
    public static Value MaxPool(this GraphBuilder graph, string name, Value x, Window window) =>
        graph.Node("MaxPool", name, [x], window.Attributes);

    /// <summary><c>Concat</c> along the channels.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="inputs">N×C×H×W each, with channels of their own.</param>
    public static Value Concat(this GraphBuilder graph, string name, ReadOnlySpan<Value> inputs) => graph.Node("Concat", name, inputs, ChannelAxis);

    /// <summary><c>Slice</c> with steps of 1.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="starts">The first index along each axis that is cut.</param>
    /// <param name="ends">The index behind the last one along each of them.</param>
    /// <param name="axes">The axes that are cut.</param>
    public static Value Slice(this GraphBuilder graph, string name, Value x, Value starts, Value ends, Value axes) =>
        graph.Node("Slice", name, [x, starts, ends, axes]);

    /// <summary><c>BatchNormalization</c> for inference, epsilon 1e-5.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×C×H×W.</param>
    /// <param name="scale">C values.</param>
    /// <param name="shift">C values (the specification's <c>B</c>).</param>
    /// <param name="mean">C values.</param>
    /// <param name="variance">C values.</param>
    public static Value BatchNormalization(
        this GraphBuilder graph, string name, Value x, Value scale, Value shift, Value mean, Value variance) =>
        graph.Node("BatchNormalization", name, [x, scale, shift, mean, variance]);

    /// <summary><c>Relu</c>.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Any shape.</param>
    public static Value Relu(this GraphBuilder graph, string name, Value x) => graph.Node("Relu", name, [x]);

    /// <summary><c>Add</c>, element by element, with broadcasting.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="a">First summand.</param>
    /// <param name="b">Second summand.</param>
    public static Value Add(this GraphBuilder graph, string name, Value a, Value b) => graph.Node("Add", name, [a, b]);

    /// <summary><c>Mul</c>, element by element, with broadcasting.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    public static Value Mul(this GraphBuilder graph, string name, Value a, Value b) => graph.Node("Mul", name, [a, b]);

    /// <summary><c>GlobalAveragePool</c>: N×C×H×W to N×C×1×1.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×C×H×W.</param>
    public static Value GlobalAveragePool(this GraphBuilder graph, string name, Value x) =>
        graph.Node("GlobalAveragePool", name, [x]);

    /// <summary><c>Flatten</c> from axis 1: N×C×1×1 to N×C.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×….</param>
    public static Value Flatten(this GraphBuilder graph, string name, Value x) => graph.Node("Flatten", name, [x]);

    /// <summary>A linear layer, <c>Gemm</c> with the weight transposed.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="x">Input, N×K.</param>
    /// <param name="weight">M×K.</param>
    /// <param name="bias">M values.</param>
    public static Value Linear(this GraphBuilder graph, string name, Value x, Value weight, Value bias) =>
        graph.Node("Gemm", name, [x, weight, bias], TransposeB);
}
