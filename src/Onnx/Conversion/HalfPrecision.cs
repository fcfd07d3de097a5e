using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>Converts models from single to half precision: weights, constants, inputs, outputs and all values between them.</summary>
/// <remarks>
/// Operators whose specification knows no half precision stay in single precision, with a <c>Cast</c> before and after them; so does arithmetic on shapes.
/// The same model gives the same bytes on every machine.
/// </remarks>
public static class HalfPrecision
{
    /// <summary>The operators of ONNX Runtime's own domain whose types include half precision.</summary>
    private static readonly HashSet<string> RuntimeOperators =
    [
        "Attention", "BiasAdd", "BiasGelu", "BiasSoftmax", "EmbedLayerNormalization", "FastGelu", "FusedConv", "FusedGemm", "FusedMatMul",
        "Gelu", "GroupQueryAttention", "Inverse", "MultiHeadAttention", "QuickGelu", "RotaryEmbedding", "SkipLayerNormalization",
        "SkipSimplifiedLayerNormalization", "TransposeMatMul", "Trilu",
    ];

    /// <summary>Converts a model.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="data">The data of its tensors.</param>
    /// <param name="writer">Takes the data of the tensors that lay in a file beside the model, converted or not.</param>
    /// <exception cref="InvalidDataException">A tensor has not the data that its dimensions need.</exception>
    public static ConvertedModel Convert(ModelProto model, ITensorData data, ITensorWriter writer)
    {
        if (WhyNot(model) is { } reason)
            return ConvertedModel.Refused(reason);
        var converted = model.Clone();
        try
        {
            HalfGraph.Convert(converted, new TensorStore(data, writer));
        }
        catch (ConversionException exception)
        {
            return ConvertedModel.Refused(exception.Message);
        }

        return ConvertedModel.To(converted);
    }

    private static string? WhyNot(ModelProto model)
    {
        if (Graphs.FindWithoutOutput(model) is { } dead)
            return $"The model is malformed: {Graphs.Describe(dead)} has no output.";
        if (Graphs.FindQuantized(model) is { } quantized)
            return $"The model is quantised already by {Graphs.Describe(quantized)}: only a model in single precision is converted to fp16.";
        if (Graphs.All(model.Graph).SelectMany(graph => graph.Node).FirstOrDefault(node => !IsKnown(node)) is { } unknown)
        {
            var domain = unknown.Domain.Length > 0 ? unknown.Domain : "ai.onnx";
            return $"The operator {Graphs.Printable(unknown.OpType)} of the domain '{Graphs.Printable(domain)}' has no types that the conversion to fp16 knows; convert the model with the tool that made it.";
        }

        if (model.Graph.Input.Concat(model.Graph.Output).FirstOrDefault(value => value.Type?.TensorType is null && value.Type is not null) is { } other)
            return $"'{Graphs.Printable(other.Name)}' is no tensor: a model with sequences, maps or optional values as inputs or outputs is not converted to fp16.";
        return HasSinglePrecision(model.Graph) ? null : "The model has no input and no weights in single precision: there is nothing to convert to fp16.";
    }

    private static bool IsKnown(NodeProto node) =>
        Graphs.IsStandard(node)
            ? node.Attribute.All(attribute => attribute.Type is not AttributeProto.Types.AttributeType.SparseTensor and not AttributeProto.Types.AttributeType.SparseTensors)
            : node.Domain == "com.microsoft" && RuntimeOperators.Contains(node.OpType);

    private static bool HasSinglePrecision(GraphProto graph) =>
        graph.Initializer.Any(tensor => tensor.DataType == (int)ElementType.Float32)
        || graph.Input.Any(input => input.Type?.TensorType?.ElemType == (int)ElementType.Float32)
        || graph.Node.Any(node => node.Attribute.Any(attribute => attribute.T?.DataType == (int)ElementType.Float32));
}
