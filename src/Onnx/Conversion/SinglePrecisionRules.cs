using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The places of a graph that stay in single precision. Source: the type constraints of the ONNX operator specification.</summary>
internal static class SinglePrecisionRules
{
    /// <summary>
    /// Operators without half precision in their specification, or in an older version of it that a model may import; and those that draw or fill in numbers, which ONNX Runtime
    /// cannot do in half precision on a CPU.
    /// </summary>
    private static readonly HashSet<string> Operators =
    [
        "Bernoulli", "BlackmanWindow", "CumSum", "DFT", "EyeLike", "HammingWindow", "HannWindow", "IsInf", "MelWeightMatrix", "Multinomial", "NonMaxSuppression", "RandomNormal",
        "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Range", "STFT", "TfIdfVectorizer",
    ];

    /// <summary>Operators that calculate with shapes. Half precision has whole numbers only up to 2048, so that a size would come out wrong.</summary>
    private static readonly HashSet<string> ShapeArithmetic =
    [
        "Abs", "Add", "Cast", "Ceil", "Concat", "Div", "Floor", "Gather", "Identity", "Max", "Min", "Mod", "Mul", "Neg", "Pow", "Reciprocal", "ReduceProd", "Reshape", "Round",
        "Slice", "Sqrt", "Squeeze", "Sub", "Unsqueeze",
    ];

    /// <summary>Gets a value indicating whether the operator knows no half precision.</summary>
    public static bool IsSingle(NodeProto node) => Operators.Contains(node.OpType);

    /// <summary>Gets a value indicating whether one input is in single precision though the others are not: scales and regions of a change of size.</summary>
    public static bool IsSingle(NodeProto node, int input) => node.OpType is "Resize" or "Upsample" && input > 0;

    /// <summary>Gets the nodes that calculate with shapes and constants alone.</summary>
    public static HashSet<NodeProto> FindShapeArithmetic(GraphProto graph)
    {
        var nodes = new HashSet<NodeProto>(ReferenceEqualityComparer.Instance);
        var constants = graph.Initializer.Select(tensor => tensor.Name).Append("").ToHashSet();
        var sizes = new HashSet<string>();
        foreach (var node in graph.Node)
        {
            if (node.OpType == "Constant")
            {
                constants.UnionWith(node.Output);
            }
            else if (node.OpType is "Shape" or "Size")
            {
                sizes.UnionWith(node.Output);
            }
            else if (ShapeArithmetic.Contains(node.OpType) && IsOfSizes(node, sizes, constants))
            {
                nodes.Add(node);
                sizes.UnionWith(node.Output);
            }
        }

        return nodes;
    }

    private static bool IsOfSizes(NodeProto node, HashSet<string> sizes, HashSet<string> constants) =>
        node.Input.Any(sizes.Contains)
        && node.Input.All(name => sizes.Contains(name) || constants.Contains(name))
        && (node.OpType != "Gather" || sizes.Contains(node.Input[0]));
}
