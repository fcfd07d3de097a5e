using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Costs;

/// <summary>The parameters among the constant tensors of a graph. Weights that an operator packs into bytes have dimensions that do not say their number: they are not counted.</summary>
public static class ParameterCount
{
    /// <summary>Counts the parameters of a graph and of the graphs inside of its nodes; the data of tensors is not looked at.</summary>
    /// <param name="main">The graph.</param>
    public static long Of(GraphProto main)
    {
        GraphProto[] graphs = [.. Graphs.All(main)];
        NodeProto[] nodes = [.. graphs.SelectMany(graph => graph.Node)];
        var uses = new Dictionary<string, List<(NodeProto Node, int Input)>>();
        foreach (var node in nodes)
        {
            foreach (var (index, name) in node.Input.Index())
            {
                if (!uses.TryGetValue(name, out var list))
                    uses[name] = list = [];
                list.Add((node, index));
            }
        }

        var constants = nodes.Where(node => node is { OpType: "Constant", Output.Count: > 0 })
            .Select(node => (Name: node.Output[0], Tensor: node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T))
            .Where(one => one.Tensor is not null)
            .Select(one => (one.Name, Tensor: one.Tensor!));
        return graphs.SelectMany(graph => graph.Initializer).Select(tensor => (tensor.Name, Tensor: tensor)).Concat(constants)
            .Where(one => one.Tensor.Dims.Count > 0 && IsParameter(one.Tensor, uses.GetValueOrDefault(one.Name) ?? []))
            .Sum(one => Elements(one.Tensor));
    }

    /// <summary>None for dimensions that no tensor can have.</summary>
    private static long Elements(TensorProto tensor)
    {
        try
        {
            return TensorBytes.Elements(tensor);
        }
        catch (OverflowException)
        {
            return 0;
        }
    }

    private static bool IsParameter(TensorProto tensor, List<(NodeProto Node, int Input)> uses) => (ElementType)tensor.DataType switch
    {
        ElementType.Float32 or ElementType.Float16 or ElementType.Float64 => !uses.Any(use => IsSetting(use.Node, use.Input)),
        _ when (TensorProto.Types.DataType)tensor.DataType == TensorProto.Types.DataType.Bfloat16 => !uses.Any(use => IsSetting(use.Node, use.Input)),
        ElementType.Int4 or ElementType.UInt4 or ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int32 => uses.Any(use => IsQuantizedData(use.Node, use.Input)),
        _ => false,
    };

    /// <summary>Statistics, scales and sizes.</summary>
    private static bool IsSetting(NodeProto node, int input) => node.OpType switch
    {
        "BatchNormalization" => input > 2,
        "QuantizeLinear" or "DequantizeLinear" => input > 0,
        "Resize" or "Upsample" or "Clip" or "Pad" or "OneHot" or "Range" => input > 0,
        "DynamicQuantizeMatMul" or "DynamicQuantizeLSTM" => input > 2 && input % 2 == 1,
        "MatMulNBits" or "MatMulBnb4" => input > 1,
        _ => IsQuantized(node) && !IsQuantizedData(node, input),
    };

    private static bool IsQuantized(NodeProto node) =>
        node.OpType.StartsWith("QLinear", StringComparison.Ordinal) || node.OpType is "QGemm" or "QAttention" or "MatMulInteger" or "ConvInteger" or "MatMulIntegerToFloat";

    /// <summary>Weights and biases of operators that take them quantised.</summary>
    private static bool IsQuantizedData(NodeProto node, int input) => node.OpType switch
    {
        "DequantizeLinear" or "Gather" => input == 0,
        "QLinearConv" => input is 3 or 8,
        "QGemm" => input is 3 or 6,
        "QLinearMatMul" or "QLinearAdd" or "QLinearMul" => input is 0 or 3,
        "MatMulInteger" or "ConvInteger" or "DynamicQuantizeMatMul" => input == 1,
        "MatMulIntegerToFloat" => input is 0 or 1 or 6,
        "DynamicQuantizeLSTM" => input is 1 or 2,
        "QAttention" => input is 1 or 2,
        _ => false,
    };
}
