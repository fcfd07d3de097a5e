using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.AccuracyModels;

/// <summary>The input and the output of a model of accuracies, once they are known to fit a search space.</summary>
/// <param name="Encoder">The encoder whose features the model reads.</param>
/// <param name="Input">The name of the input.</param>
/// <param name="Output">The name of the output.</param>
/// <param name="IsDouble">True for an output of float64, false for float32.</param>
internal sealed record ModelSignature(IArchitectureEncoder Encoder, string Input, string Output, bool IsDouble)
{
    /// <summary>The name of an input that holds the features of the space, whatever their encoder is called.</summary>
    private const string FeaturesName = "features";

    /// <summary>The name of the output where a model has several.</summary>
    private const string AccuracyName = "accuracy";

    /// <summary>The key of the metadata that names the encoder.</summary>
    private const string EncoderKey = "encoder";

    /// <summary>The key of the metadata that names the search space.</summary>
    private const string SpaceKey = "search_space";

    private const int Open = -1;

    /// <summary>Reads the signature of a model.</summary>
    /// <param name="session">The model.</param>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <exception cref="AccuracyModelException">It does not fit the space.</exception>
    public static ModelSignature Read(InferenceSession session, ISearchSpace space, string file)
    {
        var encoder = NetworkFeatures.EncodersOf(space).Features;
        CheckMetadata(session.ModelMetadata.CustomMetadataMap, SpaceKey, space.Name);
        CheckMetadata(session.ModelMetadata.CustomMetadataMap, EncoderKey, encoder.Name);

        var inputs = session.InputMetadata.ToArray();
        if (inputs is not [{ Key: var input, Value: { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, ElementDataType: TensorElementType.Float } tensor }]
            || (input != FeaturesName && input != encoder.Name)
            || tensor.Dimensions is not [Open or 1, var width] || (width != Open && width != encoder.Width))
            throw Misfit($"one input '{FeaturesName}' or '{encoder.Name}' of float32 [n, {encoder.Width}] is expected, found {Describe(inputs)}");

        var outputs = session.OutputMetadata.ToArray();
        var output = outputs.Length == 1 ? outputs[0] : Array.Find(outputs, one => one.Key == AccuracyName);
        if (output.Value is not { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, ElementDataType: TensorElementType.Float or TensorElementType.Double, Dimensions: [Open or 1] or [Open or 1, Open or 1] } result)
            throw Misfit($"one output, or one with the name '{AccuracyName}', of float32 or float64 [n] or [n, 1] is expected, found {Describe(outputs)}");
        return new ModelSignature(encoder, input, output.Key, result.ElementDataType == TensorElementType.Double);

        void CheckMetadata(Dictionary<string, string> metadata, string key, string expected)
        {
            if (metadata.TryGetValue(key, out var found) && found != expected)
                throw Misfit($"its metadata '{key}' is '{found}', and '{expected}' is expected");
        }

        AccuracyModelException Misfit(string reason) => new($"{file} is no model of accuracies of {space.Name}: {reason}.");
    }

    private static string Describe(KeyValuePair<string, NodeMetadata>[] values) => values.Length == 0
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
