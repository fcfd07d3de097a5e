using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.AccuracyModels;

/// <summary>The features of the encoder of a space: one input, float32 of n × features.</summary>
/// <param name="name">The name of the input.</param>
/// <param name="encoder">The encoder.</param>
internal sealed class FeatureInput(string name, IArchitectureEncoder encoder) : IModelInput
{
    /// <summary>The name of an input that holds the features of the space, whatever their encoder is called.</summary>
    private const string AnyEncoder = "features";

    public IReadOnlyCollection<string> Names { get; } = [name];

    /// <summary>Finds the input in a model; null where it has other inputs.</summary>
    public static FeatureInput? Find(IReadOnlyList<KeyValuePair<string, NodeMetadata>> inputs, IArchitectureEncoder encoder) =>
        inputs is [{ Key: var name, Value: var tensor }] && (name == AnyEncoder || name == encoder.Name) && TensorShape.IsTable(tensor, encoder.Width, TensorElementType.Float)
            ? new FeatureInput(name, encoder)
            : null;

    /// <summary>Describes the input in words.</summary>
    public static string Expected(IArchitectureEncoder encoder) => $"one input '{AnyEncoder}' or '{encoder.Name}' of float32 [n, {encoder.Width}]";

    public string? WhyNone(Architecture architecture) => null;

    public IReadOnlyCollection<OrtValue> Create(Architecture architecture)
    {
        var features = new float[encoder.Width];
        encoder.Encode(architecture, features);
        return [OrtValue.CreateTensorValueFromMemory(features, [1, features.Length])];
    }
}
