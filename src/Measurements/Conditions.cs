namespace LatBench.Measurements;

/// <summary>What the machine was like around one block of samples. A source that the device lacks is null, never invented.</summary>
public sealed record Conditions
{
    /// <summary>Frequency governor of the CPUs used, for example <c>performance</c>.</summary>
    public string? Governor { get; init; }

    /// <summary>Mean current frequency of the CPUs used, in kHz.</summary>
    public long? FrequencyKhz { get; init; }

    /// <summary>Hottest thermal zone, in millidegrees Celsius.</summary>
    public long? TemperatureMillidegrees { get; init; }

    /// <summary>Load average over one minute.</summary>
    public double? LoadAverage1m { get; init; }

    /// <summary>Time stolen by the hypervisor during the visit, in milliseconds, all CPUs together.</summary>
    public long? StealMs { get; init; }

    /// <summary>Involuntary context switches of the runner during the block.</summary>
    public long? InvoluntaryContextSwitches { get; init; }

    /// <summary>Free memory in bytes.</summary>
    public long? AvailableMemoryBytes { get; init; }

    /// <summary>CPUs the runner was pinned to; empty where it was not.</summary>
    public IReadOnlyList<int> CpuAffinity { get; init; } = [];

    /// <summary>CPU limit of the container in CPUs; null where there is none.</summary>
    public double? ContainerCpuLimit { get; init; }

    /// <summary>Session options as given to the runtime, <c>key=value</c>, sorted.</summary>
    public IReadOnlyList<string> SessionOptions { get; init; } = [];

    /// <summary>Version of the runtime as it reports it.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Kernel release.</summary>
    public string? Kernel { get; init; }

    /// <summary>What may have slowed the block: <c>steal</c>, <c>preempted</c>, <c>frequency-change</c>, <c>throttled</c>, <c>gc</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
