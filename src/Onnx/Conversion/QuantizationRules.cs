using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The operators that are quantised where their inputs are. Those have integer kernels in ONNX Runtime.</summary>
internal static class QuantizationRules
{
    private static readonly HashSet<string> Arithmetic = ["Add", "AveragePool", "Concat", "GlobalAveragePool", "LeakyRelu", "Mul", "Sigmoid"];

    private static readonly HashSet<string> Moving = ["Expand", "Flatten", "Gather", "Reshape", "Slice", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze"];

    /// <summary>Gets a value indicating whether the operator calculates with all of its inputs.</summary>
    public static bool IsArithmetic(NodeProto node) => Arithmetic.Contains(node.OpType);

    /// <summary>Gets a value indicating whether the operator picks, moves or repeats values of its first input.</summary>
    public static bool IsMoving(NodeProto node, long opset) => node.OpType switch
    {
        "MaxPool" => opset >= 12 && node.Output.Count == 1, // older ones take no bytes
        "Resize" => opset >= 11 && Graphs.Attribute(node, "mode")?.S?.ToStringUtf8() is null or "nearest" or "linear",
        _ => Moving.Contains(node.OpType),
    };

    /// <summary>Gets a value indicating whether the operator gives its first input as it is; PyTorch writes paddings of nothing before pools.</summary>
    public static bool IsCopy(NodeProto node, Constants constants, TensorStore store) => node.OpType switch
    {
        "Identity" or "Dropout" => true,
        "Pad" => node.Input.Count > 1
            ? constants[node.Input[1]] is { } pads && store.Read(pads).Span.IndexOfAnyExcept((byte)0) < 0
            : Graphs.Attribute(node, "pads")?.Ints.All(pad => pad == 0) == true,
        _ => false,
    };

    /// <summary>Gets the limits of an operator that limits values, which are constant; null for other operators.</summary>
    public static (double Low, double High)? Limits(NodeProto node, Constants constants, TensorStore store)
    {
        if (node.OpType == "Relu")
            return (0, double.PositiveInfinity);
        if (node.OpType != "Clip" || node.Input.Skip(1).Any(name => name.Length > 0 && !(constants.IsSingle(name) && TensorBytes.Elements(constants[name]!) == 1)))
            return null;
        double? Limit(int input) => input < node.Input.Count && node.Input[input].Length > 0 ? store.ReadSingle(constants[node.Input[input]]!)[0] : null;
        var low = Limit(1) ?? Graphs.Float(node, "min", float.NegativeInfinity);
        var high = Limit(2) ?? Graphs.Float(node, "max", float.PositiveInfinity);
        return low < high ? (low, high) : null;
    }

    /// <summary>Estimates the values that an operator in single precision gives.</summary>
    public static Activation Estimate(NodeProto node, Func<int, Activation> input, long opset) => node.OpType switch
    {
        "Add" when node.Input.Count == 2 => input(0).Plus(input(1)),
        "Mul" when node.Input.Count == 2 => input(0).Times(input(1)),
        "Concat" => Enumerable.Range(1, node.Input.Count - 1).Aggregate(input(0), (sum, index) => sum.Or(input(index))),
        "HardSwish" or "Gelu" or "Elu" or "Selu" or "Softplus" or "Mish" or "LeakyRelu" or "PRelu" => input(0).Clipped(0, double.PositiveInfinity) with { Low = Math.Max(input(0).Low, -1) },
        "Sigmoid" or "HardSigmoid" or "Softmax" => Activation.Unit,
        "Tanh" => Activation.Uniform(-1, 1),
        "AveragePool" or "GlobalAveragePool" or "Identity" or "Dropout" => input(0),
        _ => IsMoving(node, opset) ? input(0) : Activation.Normal,
    };
}
