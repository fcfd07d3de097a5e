using LatBench.DeviceAgent.Hardware;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Reads the state of the machine around a block, never inside it, and makes the recorded conditions of it.</summary>
internal sealed class MachineProbe(SystemFiles files, TimeProvider clock, string runtimeVersion)
{
    private const int UsageFields = 18;

    /// <summary>The time for which settings are taken to stay as they were read.</summary>
    private static readonly TimeSpan SettingsLast = TimeSpan.FromSeconds(10);

    private readonly CpuFiles _cpus = new(files);
    private readonly Temperatures _temperatures = new(files);
    private readonly ContainerLimits _container = new(files);

    private MachineSettings? _settings;
    private long _settingsReadAt;

    /// <summary>The counters that are too coarse for a block, and so are those of the whole job.</summary>
    public MachineState ReadAtStart() => new() { StealMs = CpuTimes.Read(files)?.StealMs, ContainerThrottledMs = _container.ThrottledMs() };

    public MachineState Read(IReadOnlyList<int> cpus) => new()
    {
        StealMs = CpuTimes.Read(files)?.StealMs,
        InvoluntaryContextSwitches = InvoluntaryContextSwitches(),
        Frequency = _cpus.Frequencies(cpus),
        TemperatureMillidegrees = _temperatures.HottestMillidegrees(),
        CoreThrottleEvents = _cpus.CoreThrottleEvents(cpus),
        PackageThrottleEvents = _cpus.PackageThrottleEvents(cpus),
        ContainerThrottledMs = _container.ThrottledMs(),
        FirmwareThrottleBits = FirmwareThrottle.Read(files),
        Collections = GC.CollectionCount(0),
    };

    public Conditions Conditions(JobPlan plan, IReadOnlyList<int> affinity, MachineState before, MachineState after)
    {
        var settings = Settings();
        return new Conditions
        {
            Governor = _cpus.Governor(plan.Cpus),
            FrequencyKhz = after.Frequency?.MeanKhz,
            FrequencyBefore = before.Frequency,
            FrequencyAfter = after.Frequency,
            TemperatureBeforeMillidegrees = before.TemperatureMillidegrees,
            TemperatureMillidegrees = after.TemperatureMillidegrees,
            LoadAverage1m = LoadAverage.Read(files),
            StealMs = Rise(before.StealMs, after.StealMs),
            InvoluntaryContextSwitches = Rise(before.InvoluntaryContextSwitches, after.InvoluntaryContextSwitches),
            CoreThrottleEvents = Rise(before.CoreThrottleEvents, after.CoreThrottleEvents),
            PackageThrottleEvents = Rise(before.PackageThrottleEvents, after.PackageThrottleEvents),
            ContainerThrottledMs = Rise(before.ContainerThrottledMs, after.ContainerThrottledMs),
            FirmwareThrottleBits = after.FirmwareThrottleBits,
            AvailableMemoryBytes = files.MemoryBytes("MemAvailable"),
            CpuAffinity = affinity,
            Priority = Priority.Get(),
            ContainerCpuLimit = settings.ContainerCpus,
            ContainerMemoryLimitBytes = settings.ContainerMemoryBytes,
            CpuModel = settings.CpuModel,
            Turbo = settings.Turbo,
            Smt = settings.Smt,
            Emulated = settings.Emulated ? true : null,
            ClockSource = settings.ClockSource,
            TransparentHugePages = settings.TransparentHugePages,
            PowerMode = settings.PlatformProfile,
            SessionOptions = SessionFactory.Describe(plan),
            RuntimeVersion = runtimeVersion,
            ExecutionProvider = plan.Provider?.Name,
            ProviderVersion = plan.Provider?.Version,
            AgentVersion = SoftwareProbe.AgentVersion,
            Protocol = MeasurementProtocol.Name,
            Kernel = settings.Kernel,
            Flags = BlockFlags.Of(before, after),
        };
    }

    /// <summary>Involuntary context switches of this process, all threads, since it started.</summary>
    public static long? InvoluntaryContextSwitches()
    {
        if (!OperatingSystem.IsLinux()) return null;
        Span<long> usage = stackalloc long[UsageFields];
        return Libc.GetUsage(Libc.UsageOfProcess, usage) == 0 ? usage[^1] : null;
    }

    // Counters of some hypervisors go backwards; then nothing is known.
    private static long? Rise(long? before, long? after) => after - before is >= 0 and var rise ? rise : null;

    private MachineSettings Settings()
    {
        if (_settings is null || clock.GetElapsedTime(_settingsReadAt) >= SettingsLast)
        {
            _settings = MachineSettings.Read(files);
            _settingsReadAt = clock.GetTimestamp();
        }

        return _settings;
    }
}

/// <summary>Counters and gauges of the machine at one moment. A source that is absent is null.</summary>
internal sealed record MachineState
{
    public long? StealMs { get; init; }

    public long? InvoluntaryContextSwitches { get; init; }

    public FrequencyRange? Frequency { get; init; }

    public long? TemperatureMillidegrees { get; init; }

    public long? CoreThrottleEvents { get; init; }

    public long? PackageThrottleEvents { get; init; }

    public long? ContainerThrottledMs { get; init; }

    public uint? FirmwareThrottleBits { get; init; }

    public int Collections { get; init; }
}
