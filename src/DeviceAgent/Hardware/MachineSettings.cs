namespace LatBench.DeviceAgent.Hardware;

/// <summary>The settings of the machine, which seldom change while an agent runs. A source that is absent is null.</summary>
internal sealed record MachineSettings
{
    public string? CpuModel { get; init; }

    public string? Kernel { get; init; }

    /// <summary>Gets a value indicating whether frequencies above the nominal one are allowed.</summary>
    public bool? Turbo { get; init; }

    /// <summary>Gets a value indicating whether simultaneous multithreading is on.</summary>
    public bool? Smt { get; init; }

    /// <summary>Gets a value indicating whether an emulator translates the instructions of this process.</summary>
    public bool Emulated { get; init; }

    public string? ClockSource { get; init; }

    public string? TransparentHugePages { get; init; }

    /// <summary>The platform profile of the firmware.</summary>
    public string? PlatformProfile { get; init; }

    public double? ContainerCpus { get; init; }

    public long? ContainerMemoryBytes { get; init; }

    public static MachineSettings Read(SystemFiles files)
    {
        var container = new ContainerLimits(files);
        return new MachineSettings
        {
            CpuModel = HardwareProbe.CpuModel(files),
            Kernel = SoftwareProbe.Kernel(files),
            Turbo = IsTurbo(files),
            Smt = Switch(files.Number("sys/devices/system/cpu/smt/active")),
            Emulated = Emulation.Find(files) is not null,
            ClockSource = files.Word("sys/devices/system/clocksource/clocksource0/current_clocksource"),
            TransparentHugePages = files.Chosen("sys/kernel/mm/transparent_hugepage/enabled"),
            PlatformProfile = files.Word("sys/firmware/acpi/platform_profile"),
            ContainerCpus = container.Cpus(),
            ContainerMemoryBytes = container.MemoryBytes(),
        };
    }

    private static bool? IsTurbo(SystemFiles files) =>
        Switch(files.Number("sys/devices/system/cpu/intel_pstate/no_turbo")) is { } off
            ? !off
            : Switch(files.Number("sys/devices/system/cpu/cpufreq/boost"));

    private static bool? Switch(long? value) => value switch
    {
        0 => false,
        1 => true,
        _ => null,
    };
}
