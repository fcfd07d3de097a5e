using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.AccuracyModels;

/// <summary>The shapes of inputs and outputs.</summary>
internal static class TensorShape
{
    /// <summary>The size of a dimension that is left open.</summary>
    public const int Open = -1;

    /// <summary>Determines whether a value is a tensor of n × <paramref name="width"/>, n and the width fixed or open.</summary>
    /// <param name="value">The input or output.</param>
    /// <param name="width">The size of the second dimension.</param>
    /// <param name="types">The types that it may have.</param>
    public static bool IsTable(NodeMetadata value, int width, params ReadOnlySpan<TensorElementType> types) =>
        value is { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, Dimensions: [Open or 1, var size] } && (size == Open || size == width) && types.Contains(value.ElementDataType);

    /// <summary>Describes inputs or outputs in words.</summary>
    public static string Describe(IReadOnlyCollection<KeyValuePair<string, NodeMetadata>> values) => values.Count == 0
        ? "none"
        : string.Join(", ", values.Select(value => value.Value.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR
            ? $"'{value.Key}' of {NameOf(value.Value.ElementDataType)} [{string.Join(", ", value.Value.Dimensions.Select(size => size == Open ? "n" : FormattableString.Invariant($"{size}")))}]"
            : $"'{value.Key}', which is no tensor"));

    private static string NameOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        _ => type.ToString().ToLowerInvariant(),
    };
}
