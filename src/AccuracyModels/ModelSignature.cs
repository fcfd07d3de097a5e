using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.AccuracyModels;

/// <summary>The inputs and the output of a model of accuracies, once they are known to fit a search space.</summary>
/// <param name="Input">The description of architectures that the model reads.</param>
/// <param name="Output">The name of the output; its first number is the accuracy.</param>
/// <param name="IsDouble">True for an output of float64, false for float32.</param>
internal sealed record ModelSignature(IModelInput Input, string Output, bool IsDouble)
{
    /// <summary>The name of the output where a model has several.</summary>
    private const string AccuracyName = "accuracy";

    /// <summary>The key of the metadata that names the encoder.</summary>
    private const string EncoderKey = "encoder";

    /// <summary>The key of the metadata that names the search space.</summary>
    private const string SpaceKey = "search_space";

    /// <summary>Reads the signature of a model.</summary>
    /// <param name="session">The model.</param>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <exception cref="AccuracyModelException">It does not fit the space.</exception>
    public static ModelSignature Read(InferenceSession session, ISearchSpace space, string file)
    {
        var encoder = NetworkFeatures.EncodersOf(space).Features;
        var inputs = session.InputMetadata.ToArray();
        var categories = space.Categories is { } published ? CategoryInput.Find(inputs, published) : null;
        CheckMetadata(session.ModelMetadata.CustomMetadataMap, SpaceKey, space.Name);
        var input = categories ?? (IModelInput?)FeatureInput.Find(inputs, encoder);
        // Metadata that name the categories of the space say what was meant: then the inputs are what does not fit.
        if (input is not null || !NamesCategories(session.ModelMetadata.CustomMetadataMap))
            CheckMetadata(session.ModelMetadata.CustomMetadataMap, EncoderKey, categories is null ? encoder.Name : space.Categories!.Name);
        if (input is null)
            throw Misfit($"{FeatureInput.Expected(encoder)}{(space.Categories is { } others ? $", or {CategoryInput.Expected(others)}" : "")} is expected, found {TensorShape.Describe(inputs)}");

        var outputs = session.OutputMetadata.ToArray();
        var output = outputs.Length == 1 ? outputs[0] : Array.Find(outputs, one => one.Key == AccuracyName);
        if (output.Value is not { OnnxValueType: OnnxValueType.ONNX_TYPE_TENSOR, ElementDataType: TensorElementType.Float or TensorElementType.Double } result || !IsAccuracy(result.Dimensions, categories is not null))
        {
            throw Misfit(categories is null
                ? $"one output, or one with the name '{AccuracyName}', of float32 or float64 [n] or [n, 1] is expected, found {TensorShape.Describe(outputs)}"
                : $"one output, or one with the name '{AccuracyName}', of float32 or float64 [n] or [n, k], the accuracy first, is expected, found {TensorShape.Describe(outputs)}");
        }

        return new ModelSignature(input, output.Key, result.ElementDataType == TensorElementType.Double);

        bool NamesCategories(Dictionary<string, string> metadata) => metadata.TryGetValue(EncoderKey, out var found) && found == space.Categories?.Name;

        void CheckMetadata(Dictionary<string, string> metadata, string key, string expected)
        {
            if (metadata.TryGetValue(key, out var found) && found != expected)
                throw Misfit($"its metadata '{key}' is '{found}', and '{expected}' is expected");
        }

        AccuracyModelException Misfit(string reason) => new($"{file} is no model of accuracies of {space.Name}: {reason}.");
    }

    /// <summary>Published models that read categories answer with several figures, of which the accuracy is the first.</summary>
    private static bool IsAccuracy(int[] dimensions, bool mayHaveOthers) => dimensions switch
    {
        [TensorShape.Open or 1] => true,
        [TensorShape.Open or 1, TensorShape.Open or 1] => true,
        [TensorShape.Open or 1, _] => mayHaveOthers,
        _ => false,
    };
}
