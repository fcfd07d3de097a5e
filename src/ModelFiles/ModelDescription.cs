using LatBench.Onnx;

namespace LatBench.ModelFiles;

/// <summary>A user's model in figures and names. Texts are as the file has them: print them through <see cref="PrintableText"/>.</summary>
public sealed record ModelDescription
{
    /// <summary>Gets the version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>Gets the version of each operator set; ONNX's own has the empty domain.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Gets the program that wrote the file with its version, such as <c>pytorch 1.13.1</c>; may be empty.</summary>
    public required string Producer { get; init; }

    /// <summary>Gets the graph's name; may be empty.</summary>
    public required string GraphName { get; init; }

    /// <summary>Gets the inputs that a caller gives; initialisers that are listed as inputs are left out.</summary>
    public required IReadOnlyList<TensorInput> Inputs { get; init; }

    /// <summary>Gets the outputs.</summary>
    public required IReadOnlyList<TensorInput> Outputs { get; init; }

    /// <summary>Gets the operators, the most frequent first: nodes of the graph, of its subgraphs, and (once each) of the functions that the model defines.</summary>
    public required IReadOnlyList<OperatorCount> Operators { get; init; }

    /// <summary>Gets the number of weights: elements of initialisers and large constants of floating point or quantised types, without the scales and zero points of the latter.</summary>
    public required long Parameters { get; init; }

    /// <summary>Gets the size of the file and of its external data.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Gets the files of external data, relative to the model's folder, in ordinal order.</summary>
    public required IReadOnlyList<string> ExternalFiles { get; init; }

    /// <summary>Gets a value indicating whether a node has a graph of its own (If, Loop, Scan).</summary>
    public required bool HasSubgraphs { get; init; }

    /// <summary>
    /// Gets the identity of the content in lower-case hexadecimal digits: the SHA-256 of the file; with external data the SHA-256 of a list of the hashes and names of all files.
    /// </summary>
    public required string Sha256 { get; init; }
}

/// <summary>A kind of operator in a model.</summary>
/// <param name="Domain">The operator set; empty for ONNX's own.</param>
/// <param name="Type">Such as <c>Conv</c>.</param>
/// <param name="Count">The number of nodes.</param>
/// <param name="IsFunction">True where the model defines the operator itself.</param>
public sealed record OperatorCount(string Domain, string Type, int Count, bool IsFunction = false);

/// <summary>An input or an output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; undefined where the file does not say it.</param>
/// <param name="Dimensions">Its dimensions; null where even their number is open.</param>
public sealed record TensorInput(string Name, ElementType Type, IReadOnlyList<InputDimension>? Dimensions)
{
    /// <summary>Gets the kind of value; a tensor by default. The element type and dimensions of other kinds are those of the tensors in them.</summary>
    public ValueKind Kind { get; init; } = ValueKind.Tensor;

    /// <summary>Gets the dimensions in words: <c>[batch, 3, 224, 224]</c>, an unnamed free one as <c>?</c>.</summary>
    public string Shape => Dimensions is null ? "[…]" : $"[{string.Join(", ", Dimensions)}]";
}

/// <summary>A dimension of an input: a number, or free with a name.</summary>
/// <param name="Value">The number; null where the dimension is free.</param>
/// <param name="Name">The name of a free dimension; empty where it has none, and for numbers.</param>
public sealed record InputDimension(long? Value, string Name)
{
    /// <summary>Gets the number, the name or <c>?</c>.</summary>
    public override string ToString() => Value is { } value ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : Name.Length == 0 ? "?" : PrintableText.Of(Name);
}

/// <summary>The kinds of value that ONNX knows.</summary>
public enum ValueKind
{
    /// <summary>A tensor.</summary>
    Tensor,

    /// <summary>A sequence of values.</summary>
    Sequence,

    /// <summary>A map from keys to values.</summary>
    Map,

    /// <summary>A value that may be absent.</summary>
    Optional,

    /// <summary>A sparse tensor.</summary>
    SparseTensor,

    /// <summary>Not said.</summary>
    Unknown,
}
