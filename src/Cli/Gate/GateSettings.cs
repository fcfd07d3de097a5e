using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary>The settings of a gate: the baseline, the reports, and whether it judges or writes the baseline.</summary>
internal sealed record GateSettings
{
    /// <summary>Gets the file of the baseline.</summary>
    public required string Baseline { get; init; }

    /// <summary>Gets a value indicating whether the baseline is written instead of judged by.</summary>
    public bool WritesBaseline { get; init; }

    public required GateOptions Options { get; init; }

    /// <summary>Gets the file of the Markdown report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>Gets the file of the JUnit report; null for none.</summary>
    public string? JUnit { get; init; }

    /// <summary>Gets the files of the baseline's models that the command line names.</summary>
    public IReadOnlyList<string> BaselineModels { get; init; } = [];

    public bool Json { get; init; }
}
