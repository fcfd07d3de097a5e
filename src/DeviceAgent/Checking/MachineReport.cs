using LatBench.Measurements;

namespace LatBench.DeviceAgent.Checking;

/// <summary>The state of a machine, part of it observed over a second. A value that the machine does not report is null.</summary>
internal sealed record MachineReport
{
    /// <summary>The CPUs to measure on.</summary>
    public required IReadOnlyList<int> Cpus { get; init; }

    /// <summary>Those of them that share a core with another CPU that is on.</summary>
    public IReadOnlyList<int> CpusWithSibling { get; init; } = [];

    public string? Governor { get; init; }

    public bool? Turbo { get; init; }

    /// <summary>Part of the CPUs' time that the hypervisor took, 0 to 1.</summary>
    public double? StealShare { get; init; }

    /// <summary>Part of the CPUs' time that other programs took, 0 to 1.</summary>
    public double? BusyShare { get; init; }

    public double? LoadAverage1m { get; init; }

    public long? TemperatureMillidegrees { get; init; }

    /// <summary>Times that the CPUs were throttled since the machine started, and in the second of watching.</summary>
    public long? ThrottleEvents { get; init; }

    public long? ThrottleEventsNow { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    /// <summary>CPU quota of the container, in CPUs.</summary>
    public double? ContainerCpus { get; init; }

    public long? ContainerThrottledMsNow { get; init; }

    public long? ContainerFreeMemoryBytes { get; init; }

    /// <summary>The kind of container, for example <c>docker</c>.</summary>
    public string? Container { get; init; }

    public string? Hypervisor { get; init; }

    public long? MemoryBytes { get; init; }

    public long? AvailableMemoryBytes { get; init; }

    public long? SwapUsedBytes { get; init; }

    /// <summary>Pages read from and written to swap in the second of watching.</summary>
    public long? SwappedPagesNow { get; init; }

    public string? ClockSource { get; init; }

    /// <summary>Smallest step of the clock that times inferences, in nanoseconds; that is also about what a reading costs.</summary>
    public double? TimerStepNs { get; init; }

    /// <summary>Nice value that the system gives where the wished one is asked for.</summary>
    public int? Priority { get; init; }

    /// <summary>Gets a value indicating whether a thread can be pinned to the CPUs.</summary>
    public bool? CanPin { get; init; }

    /// <summary>Gets a value indicating whether the machine runs on its battery.</summary>
    public bool? IsOnBattery { get; init; }

    public IReadOnlyList<GpuConditions>? Gpus { get; init; }
}
