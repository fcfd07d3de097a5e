namespace LatBench.ModelFiles;

/// <summary>The limits of a model's files and of its inputs; beyond them a model is refused.</summary>
public sealed record ModelFileLimits
{
    /// <summary>The limits that hold where none are given.</summary>
    public static readonly ModelFileLimits Default = new();

    /// <summary>Gets the largest size of the file together with its external data, in bytes; 64 GiB by default.</summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>Gets the largest size of the graph without its large tensors, in bytes; 128 MiB by default, less than 1 GiB.</summary>
    public long MaxGraphBytes { get; init; } = 128L << 20;

    /// <summary>Gets the largest number of nodes, attributes, tensors and other protobuf messages; 2 million by default.</summary>
    public int MaxMessages { get; init; } = 2_000_000;

    /// <summary>Gets the largest depth of nested protobuf messages; 100 by default, which is also ONNX Runtime's own.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Gets the largest size of one input, in bytes; 2 GiB by default.</summary>
    public long MaxInputBytes { get; init; } = 2L << 30;
}
