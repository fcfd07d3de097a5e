using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Costs;

/// <summary>The multiply-accumulates of one operator. Source of the operators: the ONNX specification, and ONNX Runtime's for those of its own domains.</summary>
internal static class OperatorMacs
{
    private static readonly HashSet<string> Domains = ["", "ai.onnx", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc"];

    /// <summary>Operators that multiply and accumulate a number of times that does not follow from the shapes, or is not counted here.</summary>
    private static readonly HashSet<string> Unknown =
    [
        "BeamSearch", "DecoderAttention", "DecoderMaskedMultiHeadAttention", "DecoderMaskedSelfAttention", "DeformConv", "DFT", "GreedySearch", "GroupQueryAttention", "If", "Irfft",
        "LongformerAttention", "Loop", "MoE", "PackedAttention", "PackedMultiHeadAttention", "PagedAttention", "QAttention", "QMoE", "QOrderedAttention", "Rfft", "Sampling", "Scan",
        "SequenceMap", "SparseAttention", "STFT", "WhisperBeamSearch",
    ];

    /// <summary>Counts an operator; null where that cannot be done. Of one that goes element by element the count is 0.</summary>
    public static long? Count(NodeProto node, ValueShapes shapes)
    {
        if (!Domains.Contains(node.Domain) || Unknown.Contains(node.OpType))
            return node.Domain == "ai.onnx.ml" ? 0 : null;
        try
        {
            return node.OpType switch
            {
                "Conv" or "FusedConv" or "NhwcFusedConv" or "ConvInteger" => Convolution(shapes.Output(node), shapes.Input(node, 1)),
                "QLinearConv" => Convolution(shapes.Output(node), shapes.Input(node, 3)),
                "ConvTranspose" => Convolution(shapes.Input(node, 0), shapes.Input(node, 1)),
                "Gemm" or "FusedGemm" => Gemm(node, shapes.Output(node), shapes.Input(node, 0)),
                "QGemm" => Gemm(node, shapes.Output(node), shapes.Input(node, 0)),
                "MatMul" or "MatMulInteger" or "QLinearMatMul" or "MatMulIntegerToFloat" or "DynamicQuantizeMatMul" => Product(shapes.Output(node), shapes.Input(node, 0)?[^1]),
                "FusedMatMul" or "TransposeMatMul" => Product(
                    shapes.Output(node), Graphs.Int(node, "transA", 0) == 0 ? shapes.Input(node, 0)?[^1] : shapes.Input(node, 0)?[^2]),
                "MatMulNBits" or "MatMulBnb4" => Product(shapes.Output(node), Graphs.Int(node, "K", 0)),
                "LSTM" or "GRU" or "RNN" => Recurrent(shapes.Input(node, 0), shapes.Input(node, 1), shapes.Input(node, 2)),
                "DynamicQuantizeLSTM" => Recurrent(shapes.Input(node, 0), Swapped(shapes.Input(node, 1)), Swapped(shapes.Input(node, 2))),
                "Einsum" => Einsum(node, shapes),
                "Attention" or "MultiHeadAttention" => node switch
                {
                    { Domain: "com.microsoft", OpType: "Attention" } => Attention(node, shapes.Input(node, 0), shapes.Input(node, 1)),
                    _ => Attention(node, shapes.Input(node, 0), shapes.Input(node, 1), shapes.Input(node, 2)),
                },
                _ => 0,
            };
        }
        catch (Exception exception) when (exception is OverflowException or IndexOutOfRangeException or DivideByZeroException)
        {
            return null; // shapes that do not fit the operator
        }
    }

    private static long Volume(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => size < 0 ? throw new OverflowException() : checked(product * size));

    /// <summary>Every pixel of the side with the weights' first axis as its channels takes part with all other axes.</summary>
    private static long? Convolution(long[]? pixels, long[]? weights) => pixels is null || weights is null ? null : checked(Volume(pixels) * Volume(weights.Skip(1)));

    private static long? Gemm(NodeProto node, long[]? output, long[]? left) => Product(output, left?[Graphs.Int(node, "transA", 0) == 0 ? 1 : 0]);

    private static long? Product(long[]? output, long? depth) => output is null || depth is null ? null : checked(Volume(output) * depth.Value);

    /// <summary>The input is steps × batch × features; weights are directions × (gates × hidden) × features, and those of the recurrence directions × (gates × hidden) × hidden.</summary>
    private static long? Recurrent(long[]? input, long[]? weights, long[]? recurrence) => input is null || weights is null || recurrence is null
        ? null
        : checked(input[0] * input[1] * (Volume(weights) + Volume(recurrence)));

    private static long[]? Swapped(long[]? shape) => shape is null ? null : [shape[0], shape[2], shape[1]];

    /// <summary>Two operands of which a letter is summed over; others that only multiply element by element count nothing.</summary>
    private static long? Einsum(NodeProto node, ValueShapes shapes)
    {
        var equation = (Graphs.Attribute(node, "equation")?.S?.ToStringUtf8() ?? "").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var operands = sides[0].Split(',');
        if (operands.Length == 1)
            return 0;
        if (operands.Length > 2 || equation.Contains('.', StringComparison.Ordinal))
            return null;
        var sizes = new Dictionary<char, long>();
        foreach (var (index, letters) in operands.Index())
        {
            if (shapes.Input(node, index) is not { } shape || shape.Length != letters.Length)
                return null;
            foreach (var (axis, letter) in letters.Index())
                sizes[letter] = Math.Max(sizes.GetValueOrDefault(letter), shape[axis]);
        }

        // Without a right side, the letters that stand once are those of the result.
        var result = sides.Length > 1 ? sides[1] : string.Concat(sizes.Keys.Where(letter => sides[0].Count(other => other == letter) == 1));
        return sizes.Keys.All(letter => result.Contains(letter, StringComparison.Ordinal)) ? 0 : Volume(sizes.Values);
    }

    /// <summary>Attention with the weights of its projections: the input is batch × length × features.</summary>
    private static long? Attention(NodeProto node, long[]? input, long[]? weights)
    {
        if (input is not { Length: 3 } || weights is not { Length: 2 } || Graphs.Attribute(node, "qkv_hidden_sizes") is not null || HasInput(node, 4) || Graphs.Int(node, "do_rotary", 0) != 0)
            return null;
        var hidden = weights[1] / 3;
        return checked(input[0] * input[1] * weights[0] * weights[1] + 2 * input[0] * input[1] * input[1] * hidden);
    }

    /// <summary>Attention of projected values: batch × length × (heads × size), or batch × heads × length × size.</summary>
    private static long? Attention(NodeProto node, long[]? query, long[]? key, long[]? value)
    {
        var past = node.Domain == "com.microsoft" ? 6 : 4;
        if (query is null || key is null || value is null || query.Length != key.Length || key.Length != value.Length || HasInput(node, past))
            return null;
        var heads = Graphs.Int(node, "q_num_heads", 1) / Math.Max(Graphs.Int(node, "kv_num_heads", 1), 1);
        return query.Length switch
        {
            3 => checked(query[0] * query[1] * key[1] * (query[2] + value[2] * heads)),
            4 => checked(query[0] * query[1] * query[2] * key[2] * (query[3] + value[3])),
            _ => null,
        };
    }

    private static bool HasInput(NodeProto node, int index) => index < node.Input.Count && node.Input[index].Length > 0;
}
