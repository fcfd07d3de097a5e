using LatBench.ModelFiles.Reading;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles;

/// <summary>Counts the weights of a model.</summary>
internal static class ParameterCount
{
    /// <summary>Inputs of quantised operators that are scales and zero points.</summary>
    private static readonly Dictionary<string, int[]> ScaleInputs = new()
    {
        ["QuantizeLinear"] = [1, 2],
        ["DequantizeLinear"] = [1, 2],
        ["QLinearConv"] = [1, 2, 4, 5, 6, 7],
        ["QLinearMatMul"] = [1, 2, 4, 5, 6, 7],
        ["QLinearAdd"] = [1, 2, 4, 5, 6, 7],
        ["QLinearMul"] = [1, 2, 4, 5, 6, 7],
        ["QLinearGlobalAveragePool"] = [1, 2, 3, 4],
        ["QLinearAveragePool"] = [1, 2, 3, 4],
        ["QLinearSigmoid"] = [1, 2, 3, 4],
        ["QLinearLeakyRelu"] = [1, 2, 3, 4],
        ["QGemm"] = [1, 2, 4, 5, 7, 8],
        ["ConvInteger"] = [2, 3],
        ["MatMulInteger"] = [2, 3],
        ["MatMulNBits"] = [2, 3],
    };

    /// <summary>Inputs of quantised operators that are 8-bit weights or 32-bit biases.</summary>
    private static readonly Dictionary<string, int[]> WeightInputs = new()
    {
        ["DequantizeLinear"] = [0],
        ["QLinearConv"] = [3, 8],
        ["QLinearMatMul"] = [0, 3],
        ["QLinearAdd"] = [0, 3],
        ["QLinearMul"] = [0, 3],
        ["QGemm"] = [3, 6],
        ["ConvInteger"] = [1],
        ["MatMulInteger"] = [0, 1],
        ["DynamicQuantizeMatMul"] = [1],
        ["MatMulIntegerToFloat"] = [1],
        ["Gather"] = [0],
    };

    public static long Of(GraphProto graph)
    {
        var graphs = graph.WithSubgraphs().ToArray();
        var nodes = graphs.SelectMany(inner => inner.Node).ToArray();
        var scales = Named(nodes, ScaleInputs);
        var weights = Named(nodes, WeightInputs);
        var constants = graphs.SelectMany(inner => inner.Initializer).Concat(nodes.Select(LargeConstant).OfType<TensorProto>());
        return constants.Where(tensor => IsWeight((ElementType)tensor.DataType, tensor.Name, scales, weights)).Sum(tensor => ElementTypes.Elements(tensor.Dims) ?? 0);
    }

    /// <summary>A large constant that a node holds goes by the name of the node's output.</summary>
    private static TensorProto? LargeConstant(NodeProto node)
    {
        if (node.OpType != "Constant" || node.Output.Count == 0 || node.Attribute.FirstOrDefault(attribute => attribute.T is not null)?.T is not { } tensor)
            return null;
        var bytes = ElementTypes.Elements(tensor.Dims) is { } elements ? ((ElementType)tensor.DataType).Bytes(elements) : null;
        return bytes >= ModelScanner.LargeBytes ? new TensorProto { Name = node.Output[0], DataType = tensor.DataType, Dims = { tensor.Dims } } : null;
    }

    private static bool IsWeight(ElementType type, string name, HashSet<string> scales, HashSet<string> weights) =>
        !scales.Contains(name) && (type.IsFloatingPoint() || (weights.Contains(name) && type is (ElementType.Int8 or ElementType.UInt8 or ElementType.Int32 or ElementType.Int4 or ElementType.UInt4 or ElementType.Int16 or ElementType.UInt16)));

    private static HashSet<string> Named(IEnumerable<NodeProto> nodes, Dictionary<string, int[]> places) =>
    [
        .. from node in nodes
           where places.ContainsKey(node.OpType)
           from place in places[node.OpType]
           where place < node.Input.Count
           select node.Input[place],
    ];
}
