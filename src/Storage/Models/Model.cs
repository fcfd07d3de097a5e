namespace LatBench.Storage.Models;

/// <summary>An effective cell in one input, precision and graph variant; what is measured.</summary>
public sealed record Model
{
    /// <summary>Identity: SHA-256 of the ONNX graph, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of the weights the graph refers to; empty for a self-contained model.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>File name under which the graph refers to its weights; empty for a self-contained model.</summary>
    public required string WeightsFileName { get; init; }

    /// <summary>The search space, for example <c>nas-bench-201</c>.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>The effective cell as an arch string.</summary>
    public required string EffectiveCell { get; init; }

    /// <summary>
    /// The architecture whose graph was exported: the effective cell itself for <c>pruned</c>, the architecture with its dead
    /// edges for <c>literal</c>.
    /// </summary>
    public required string Architecture { get; init; }

    /// <summary>Dataset: <c>cifar10</c>, <c>cifar100</c> or <c>imagenet16-120</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Images an inference.</summary>
    public required int Batch { get; init; }

    /// <summary>Precision: <c>fp32</c>, <c>fp16</c> or <c>int8</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>Graph variant: <c>pruned</c> or <c>literal</c>.</summary>
    public required string GraphVariant { get; init; }
}
