using LatBench.Models;

namespace LatBench.Storage.Models;

/// <summary>A canonical architecture in one model configuration; what is measured.</summary>
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

    /// <summary>Gets the canonical form of the architecture: the text that all architectures with the same network share.</summary>
    public required string CanonicalArchitecture { get; init; }

    /// <summary>
    /// The architecture whose graph was exported: the canonical one for <c>pruned</c>, the one that was given for
    /// <c>literal</c>.
    /// </summary>
    public required string Architecture { get; init; }

    /// <summary>Gets everything else that decides the model: input, batch, precision and graph variant.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>Gets the place where the graph is stored; null for a model of an earlier version, and for one that need not be stored again.</summary>
    public GraphPlace? Graph { get; init; }
}
