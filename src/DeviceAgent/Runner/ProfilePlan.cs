namespace LatBench.DeviceAgent.Runner;

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
