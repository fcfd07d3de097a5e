using LatBench.Onnx.Protos;

namespace LatBench.Onnx.Conversion;

/// <summary>The outcome of a conversion: the new model, or the reason why there is none.</summary>
public sealed record ConvertedModel
{
    /// <summary>Gets the converted model; null where the graph does not allow the conversion.</summary>
    public ModelProto? Model { get; private init; }

    /// <summary>Gets the reason in one sentence; null where there is a model.</summary>
    public string? WhyNot { get; private init; }

    internal static ConvertedModel To(ModelProto model) => new() { Model = model };

    internal static ConvertedModel Refused(string reason) => new() { WhyNot = reason };
}

/// <summary>Ends a conversion with its reason; never leaves this folder.</summary>
internal sealed class ConversionException(string reason) : Exception(reason);
