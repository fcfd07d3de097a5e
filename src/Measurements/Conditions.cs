namespace LatBench.Measurements;

/// <summary>The state of the machine around one block of samples. A source that the device lacks is null, never invented.</summary>
public sealed record Conditions
{
    /// <summary>Frequency governor of the CPUs used, for example <c>performance</c>.</summary>
    public string? Governor { get; init; }

    /// <summary>Mean current frequency of the CPUs used, in kHz.</summary>
    public long? FrequencyKhz { get; init; }

    /// <summary>The temperature of the hottest thermal zone, in millidegrees Celsius.</summary>
    public long? TemperatureMillidegrees { get; init; }

    /// <summary>Load average over one minute.</summary>
    public double? LoadAverage1m { get; init; }

    /// <summary>Time stolen by the hypervisor during the job, in milliseconds, all CPUs together.</summary>
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

    /// <summary>The causes that may have slowed the block, or made its times doubtful; see <see cref="ConditionFlags"/>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Processor name.</summary>
    public string? CpuModel { get; init; }

    /// <summary>Frequencies of the CPUs used before the block.</summary>
    public FrequencyRange? FrequencyBefore { get; init; }

    /// <summary>Frequencies of the CPUs used after the block; <see cref="FrequencyKhz"/> is their mean.</summary>
    public FrequencyRange? FrequencyAfter { get; init; }

    /// <summary>The temperature of the hottest thermal zone before the block, in millidegrees Celsius; <see cref="TemperatureMillidegrees"/> is after it.</summary>
    public long? TemperatureBeforeMillidegrees { get; init; }

    /// <summary>Times that a core in use was throttled during the block.</summary>
    public long? CoreThrottleEvents { get; init; }

    /// <summary>Times that a package in use was throttled during the block.</summary>
    public long? PackageThrottleEvents { get; init; }

    /// <summary>Time during the job in which the container's CPU quota kept its processes from running, in milliseconds.</summary>
    public long? ContainerThrottledMs { get; init; }

    /// <summary>Throttle bits of the board's firmware after the block, as <c>vcgencmd get_throttled</c> gives them.</summary>
    public uint? FirmwareThrottleBits { get; init; }

    /// <summary>Memory limit of the container in bytes; null where there is none.</summary>
    public long? ContainerMemoryLimitBytes { get; init; }

    /// <summary>Gets a value indicating whether frequencies above the nominal one are allowed.</summary>
    public bool? Turbo { get; init; }

    /// <summary>Gets a value indicating whether simultaneous multithreading is on.</summary>
    public bool? Smt { get; init; }

    /// <summary>Nice value that the runner had, read back; lower goes first.</summary>
    public int? Priority { get; init; }

    /// <summary>Measurement protocol, for example <c>latbench/1</c>; null in results of agents that did not tell it.</summary>
    public string? Protocol { get; init; }

    /// <summary>Execution provider of the target; null in results of agents that did not tell it.</summary>
    public string? ExecutionProvider { get; init; }

    /// <summary>Version of the execution provider; that of the runtime for one that is built in.</summary>
    public string? ProviderVersion { get; init; }

    /// <summary>Clock source of the kernel, for example <c>tsc</c>.</summary>
    public string? ClockSource { get; init; }

    /// <summary>Transparent huge pages: <c>always</c>, <c>madvise</c> or <c>never</c>.</summary>
    public string? TransparentHugePages { get; init; }

    /// <summary>Power mode of the board, or the platform profile.</summary>
    public string? PowerMode { get; init; }

    /// <summary>By how much the wall clock was set during the job, in milliseconds; null where it was not.</summary>
    public long? ClockJumpMs { get; init; }

    /// <summary>The time that the agent let the machine cool down before the job, in milliseconds; null where it did not have to.</summary>
    public long? CoolDownMs { get; init; }

    /// <summary>Clock of the CPU as the board's firmware measures it, in kHz.</summary>
    public long? FirmwareFrequencyKhz { get; init; }

    /// <summary>Graphics processors, as the machine's tools tell; null where none does.</summary>
    public IReadOnlyList<GpuConditions>? Gpus { get; init; }

    /// <summary>When the tools were asked, UTC: before the block, and not for every block.</summary>
    public DateTimeOffset? ToolsReadAt { get; init; }

    /// <summary>The browser; null where the agent is no page in one.</summary>
    public BrowserConditions? Browser { get; init; }

    /// <summary>The number of consecutive inferences that were timed together for each sample, which is their mean; null where each was timed alone.</summary>
    public int? InferencesPerSample { get; init; }

    /// <summary>True where an emulator translated the instructions of the agent, so that the latencies are those of the emulator; null where none was seen.</summary>
    public bool? Emulated { get; init; }
}
