namespace LatBench.ModelFiles.Runtimes;

/// <summary>The models that a runtime takes.</summary>
public sealed record RuntimeLimits
{
    /// <summary>The limits of ONNX Runtime 1.31, which implements ONNX 1.21; those of 1.30 are the same.</summary>
    public static readonly RuntimeLimits OnnxRuntime131 = new()
    {
        Runtime = "ONNX Runtime 1.31",
        MaxIrVersion = 13,
        MaxOpset = 26,
        MaxLearningOpset = 5,
    };

    /// <summary>The limits of a version of ONNX Runtime.</summary>
    /// <param name="version">Its version, such as <c>1.31.1</c>.</param>
    /// <returns>The limits; null where they are not known here, and the runtime itself must tell.</returns>
    public static RuntimeLimits? Find(string version) =>
        version.StartsWith("1.30.", StringComparison.Ordinal) || version.StartsWith("1.31.", StringComparison.Ordinal) ? OnnxRuntime131 with { Runtime = $"ONNX Runtime {version}" } : null;

    /// <summary>Gets the name of the runtime in messages.</summary>
    public required string Runtime { get; init; }

    /// <summary>Gets the newest version of the file format.</summary>
    public required long MaxIrVersion { get; init; }

    /// <summary>Gets the newest version of ONNX's own operator set.</summary>
    public required long MaxOpset { get; init; }

    /// <summary>Gets the newest version of the operator set <c>ai.onnx.ml</c>.</summary>
    public required long MaxLearningOpset { get; init; }

    /// <summary>Gets the domains of operators beside ONNX's own; those of ONNX Runtime's own by default.</summary>
    public IReadOnlySet<string> Domains { get; init; } =
        new HashSet<string>(StringComparer.Ordinal) { "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc", "com.microsoft.experimental" };
}
