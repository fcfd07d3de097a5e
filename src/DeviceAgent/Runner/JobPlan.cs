using LatBench.DeviceAgent.Providers;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Everything the runner needs to measure one model once.</summary>
internal sealed record JobPlan
{
    /// <summary>The ONNX graph.</summary>
    public required string GraphPath { get; init; }

    /// <summary>The weights file that the graph refers to by its name; null for a self-contained model.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>Intra-op threads.</summary>
    public required int Threads { get; init; }

    /// <summary>CPUs to pin to while measuring, one a thread.</summary>
    public required IReadOnlyList<int> Cpus { get; init; }

    /// <summary>CPUs to pin to while loading; empty for those of <see cref="Cpus"/>.</summary>
    public IReadOnlyList<int> LoadingCpus { get; init; } = [];

    /// <summary>The graph of the canary, whose weights are those of <see cref="CanaryWeightsPath"/>; null for none.</summary>
    public string? CanaryPath { get; init; }

    /// <summary>The weights file of the canary; null for a self-contained one.</summary>
    public string? CanaryWeightsPath { get; init; }

    /// <summary>Graph optimisation: <c>disabled</c>, <c>basic</c>, <c>extended</c> or <c>all</c>.</summary>
    public required string GraphOptimization { get; init; }

    /// <summary>Session configuration entries; keys outside <see cref="SessionKeys"/> are refused.</summary>
    public IReadOnlyDictionary<string, string> SessionEntries { get; init; } = SessionKeys.Defaults;

    /// <summary>Libraries of custom operators that the session gets.</summary>
    public IReadOnlyList<string> CustomOperators { get; init; } = [];

    /// <summary>Execution provider; null for the CPU.</summary>
    public ProviderSettings? Provider { get; init; }

    /// <summary>The location of inputs and outputs; for the CPU, <see cref="Providers.IoMode.Host"/> is the only one.</summary>
    public IoMode IoMode { get; init; }

    /// <summary>The protocol to measure by.</summary>
    public required MeasurementProtocol Protocol { get; init; }

    /// <summary>The settings to run it under the profiler in place of measuring it; null to measure it.</summary>
    public ProfilePlan? Profile { get; init; }
}

/// <summary>The settings of a run of a model under the profiler, in place of measuring it.</summary>
internal sealed record ProfilePlan
{
    /// <summary>Inferences before those that count.</summary>
    public int WarmUpRuns { get; init; } = 3;

    /// <summary>Inferences that count, at least.</summary>
    public int MinRuns { get; init; } = 5;

    /// <summary>Inferences that count, at most: what the profiler writes of them is read as one document.</summary>
    public int MaxRuns { get; init; } = 50;

    /// <summary>The time for which inferences are added above the least number.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(250);
}
