using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measure;

/// <summary>The task of a measure command.</summary>
internal sealed record MeasurePlan
{
    /// <summary>Gets the ONNX files.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<ModelConfig> Configurations { get; init; }

    public required Protocol Protocol { get; init; }

    public required bool Profile { get; init; }

    public required bool Remeasure { get; init; }

    /// <summary>Gets the arguments of the command line for an agent that the command starts.</summary>
    public IReadOnlyList<string> AgentArguments { get; init; } = [];

    /// <summary>Gets the function that gives the names of uploaded models to be measured beside the files, once the targets are known; null for none.</summary>
    public Func<CoordinatorConnection, Campaign, MeasuredDevices, Task<IReadOnlyList<string>>>? NameMore { get; init; }

    /// <summary>Gets the function that writes the targets of the command line into a campaign.</summary>
    public required Func<CommandContext, CoordinatorConnection, Campaign, Task> NameTargets { get; init; }
}

/// <summary>The outcome of a measure command.</summary>
/// <param name="Campaign">The campaign; null where no file could be measured.</param>
/// <param name="Rows">Every file in every configuration on every target.</param>
internal sealed record MeasureResult(Campaign? Campaign, IReadOnlyList<MeasureRow> Rows);

/// <summary>A file in one configuration on one target: measured, or the reason why not.</summary>
internal sealed record MeasureRow
{
    /// <summary>Gets the path as it was found.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the uploaded model; null where the file was refused.</summary>
    public UploadedModel? Model { get; init; }

    /// <summary>Gets the measurement; null where there is none.</summary>
    public Measurement? Measurement { get; init; }

    /// <summary>Gets the profile, where one was asked for.</summary>
    public OperatorProfile? Profile { get; init; }

    /// <summary>Gets the reason in one sentence why there is no latency; null where there is one.</summary>
    public string? Reason { get; init; }
}
