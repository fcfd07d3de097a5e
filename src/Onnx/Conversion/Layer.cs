using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>A convolution or a matrix product with constant weights, a normalisation behind it folded into them.</summary>
/// <param name="Weights">The weights in row-major order.</param>
/// <param name="Shape">Their dimensions.</param>
/// <param name="Axis">The axis of the output channels.</param>
/// <param name="CanBePerChannel">ONNX Runtime has kernels with one scale a channel.</param>
/// <param name="Bias">One value a channel; null where there is none.</param>
internal sealed record Layer(float[] Weights, IReadOnlyList<long> Shape, int Axis, bool CanBePerChannel, float[]? Bias)
{
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>Gets a value indicating whether a node is such a layer, in a form that can be quantised.</summary>
    public static bool IsLayer(NodeProto node, Constants constants)
    {
        if (!Graphs.IsStandard(node) || node.Input.Count < 2 || constants[node.Input[0]] is not null || !constants.IsSingle(node.Input[1]))
            return false;
        var rank = constants[node.Input[1]]!.Dims.Count;
        var hasBias = node.Input.Count > 2 && node.Input[2].Length > 0;
        if (constants[node.Input[1]]!.Dims.Any(size => size <= 0) || (hasBias && !constants.IsSingle(node.Input[2])))
            return false;
        var isInForm = node.OpType switch
        {
            "Conv" or "ConvTranspose" => rank > 2,
            "MatMul" => rank > 1 && !hasBias,
            "Gemm" => rank == 2
                && Graphs.Int(node, "transA", 0) == 0
                && Graphs.Float(node, "alpha", 1) == 1
                && (!hasBias || Graphs.Float(node, "beta", 1) == 1),
            _ => false,
        };
        return isInForm && (!hasBias || TensorBytes.Elements(constants[node.Input[2]]!) == OutputChannels(node, constants));
    }

    private static long OutputChannels(NodeProto node, Constants constants)
    {
        var shape = constants[node.Input[1]]!.Dims;
        var groups = node.OpType == "ConvTranspose" ? Graphs.Int(node, "group", 1) : 1;
        return shape[AxisOf(node, shape.Count)] * groups;
    }

    private static int AxisOf(NodeProto node, int rank) => node.OpType switch
    {
        "Conv" => 0,
        "ConvTranspose" => 1,
        "Gemm" => Graphs.Int(node, "transB", 0) == 0 ? 1 : 0,
        _ => rank - 1,
    };

    /// <summary>Reads a layer.</summary>
    /// <param name="node">The node.</param>
    /// <param name="normalization">The normalisation that alone reads its result; null where there is none.</param>
    /// <param name="constants">The constants of the graph.</param>
    /// <param name="store">Reads them.</param>
    public static Layer Read(NodeProto node, NodeProto? normalization, Constants constants, TensorStore store)
    {
        float[] Values(NodeProto reader, int input) => RequireFinite(reader, store.ReadSingle(constants[reader.Input[input]]!));
        var shape = constants[node.Input[1]]!.Dims;
        var canBePerChannel = node.OpType is "Conv" or "Gemm" || (node.OpType == "MatMul" && shape.Count == 2);
        var layer = new Layer(Values(node, 1), [.. shape], AxisOf(node, shape.Count), canBePerChannel, node.Input.Count > 2 && node.Input[2].Length > 0 ? Values(node, 2) : null);
        return normalization is null
            ? layer
            : layer.Fold(Values(normalization, 1), Values(normalization, 2), Values(normalization, 3), Values(normalization, 4), Graphs.Float(normalization, "epsilon", DefaultEpsilon));
    }

    /// <summary>Gets the normalisations that can be folded into the convolution before them, each with that convolution.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="readers">The node that alone reads a value.</param>
    public static Dictionary<NodeProto, NodeProto> FindFolded(GraphProto graph, Constants constants, Func<string, NodeProto?> readers)
    {
        var folded = new Dictionary<NodeProto, NodeProto>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv" && IsLayer(node, constants)))
        {
            if (readers(node.Output[0]) is { OpType: "BatchNormalization" } reader
                && reader.Output.Count(name => name.Length > 0) == 1
                && reader.Input.Count == 5
                && reader.Input.Skip(1).All(name => constants.IsSingle(name) && TensorBytes.Elements(constants[name]!) == OutputChannels(node, constants)))
            {
                folded[node] = reader;
            }
        }

        return folded;
    }

    private Layer Fold(float[] scale, float[] shift, float[] mean, float[] variance, float epsilon)
    {
        var perChannel = Weights.Length / scale.Length;
        var weights = new float[Weights.Length];
        var bias = new float[scale.Length];
        for (var channel = 0; channel < scale.Length; channel++)
        {
            var factor = scale[channel] / MathF.Sqrt(variance[channel] + epsilon);
            for (var i = channel * perChannel; i < (channel + 1) * perChannel; i++)
                weights[i] = Weights[i] * factor;
            bias[channel] = ((Bias?[channel] ?? 0) - mean[channel]) * factor + shift[channel];
        }

        return this with { Weights = weights, Bias = bias };
    }

    private static float[] RequireFinite(NodeProto node, float[] values) => values.All(float.IsFinite)
        ? values
        : throw new ConversionException($"The weights of {Graphs.Describe(node)} hold a value that is not finite: they cannot be quantised.");
}
