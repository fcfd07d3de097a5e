using LatBench.Onnx;

namespace LatBench.ModelFiles.InputFiles;

/// <summary>A tensor from a file: values of an input, or expected ones of an output.</summary>
/// <param name="Name">The name that the file gives it; empty where it gives none.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions; none for a scalar.</param>
/// <param name="Bytes">Little-endian elements in row-major order; of texts as in <see cref="TextBytes"/>.</param>
public sealed record InputData(string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Gets the elements of a tensor of texts in row-major order; empty for other types.</summary>
    public IReadOnlyList<string> Texts => Type == ElementType.String ? TextBytes.Read(Bytes.Span) : [];

    /// <summary>Gets the reason why the tensor cannot be an input, in one sentence; null where it can.</summary>
    /// <param name="input">The input.</param>
    public string? WhyNot(TensorInput input)
    {
        var name = PrintableText.Of(input.Name);
        if (input.Kind != ValueKind.Tensor)
            return $"The input '{name}' is no tensor, so a file cannot give its values.";
        if (Type != input.Type)
            return $"The input '{name}' has elements of {input.Type.Name()}, and the file has {Type.Name()}: save it as {input.Type.Name()} (in NumPy: array.astype('{input.Type.Name()}')).";
        var fits = input.Dimensions is not { } dimensions || (dimensions.Count == Shape.Count && dimensions.Zip(Shape).All(pair => pair.First.Value is null || pair.First.Value == pair.Second));
        return fits ? null : $"The input '{name}' has the shape {input.Shape}, and the file has {Inputs.Names.Shape(Shape)}: save an array of the input's shape.";
    }
}
