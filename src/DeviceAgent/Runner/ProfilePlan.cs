namespace LatBench.DeviceAgent.Runner;

/// <summary>How a model is run under the profiler, in place of being measured.</summary>
internal sealed record ProfilePlan
{
    /// <summary>Inferences before those that count.</summary>
    public int WarmUpRuns { get; init; } = 3;

    /// <summary>Inferences that count, at least.</summary>
    public int MinRuns { get; init; } = 5;

    /// <summary>Inferences that count, at most: what the profiler writes of them is read as one document.</summary>
    public int MaxRuns { get; init; } = 50;

    /// <summary>How long inferences are added above the least number.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(250);
}
