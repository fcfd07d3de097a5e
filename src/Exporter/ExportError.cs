namespace LatBench.Exporter;

/// <summary>What kind of thing stands against an export.</summary>
public enum ExportProblem
{
    /// <summary>The architecture has no path from input to output.</summary>
    Unreachable,

    /// <summary>The batch is not a positive number.</summary>
    Batch,
}

/// <summary>Why a model cannot be exported. An expected outcome: 341 architectures have one.</summary>
/// <param name="Problem">The kind, for programs.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ExportError(ExportProblem Problem, string Message);
