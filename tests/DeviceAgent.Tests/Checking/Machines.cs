using LatBench.DeviceAgent.Checking;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Checking;

/// <summary>Machines to be checked.</summary>
internal static class Machines
{
    /// <summary>As a machine that measures should be.</summary>
    public static MachineReport Good { get; } = new()
    {
        Cpus = [2, 3],
        Governor = "performance",
        Turbo = false,
        StealShare = 0,
        BusyShare = 0.01,
        LoadAverage1m = 0.05,
        TemperatureMillidegrees = 41_000,
        ThrottleEvents = 0,
        ThrottleEventsNow = 0,
        FirmwareThrottleBits = 0,
        MemoryBytes = 16L << 30,
        AvailableMemoryBytes = 12L << 30,
        SwapUsedBytes = 0,
        SwappedPagesNow = 0,
        ClockSource = "tsc",
        TimerStepNs = 25,
        Priority = -10,
        CanPin = true,
        IsOnBattery = false,
        Gpus = [new GpuConditions { Name = "Some GPU", ThrottleReasons = ["gpu-idle"] }],
    };

    /// <summary>One that tells nothing.</summary>
    public static MachineReport Silent { get; } = new() { Cpus = [0] };

    /// <summary>One with everything wrong that can be.</summary>
    public static MachineReport Bad { get; } = new()
    {
        Cpus = [0, 1],
        CpusWithSibling = [1],
        Governor = "powersave",
        Turbo = true,
        StealShare = 0.2,
        BusyShare = 0.95,
        TemperatureMillidegrees = 90_000,
        ThrottleEvents = 5,
        ThrottleEventsNow = 1,
        ContainerCpus = 0.5,
        ContainerFreeMemoryBytes = 100L << 20,
        Container = "docker",
        Hypervisor = "kvm",
        AvailableMemoryBytes = 12L << 30,
        SwapUsedBytes = 5L << 20,
        SwappedPagesNow = 10,
        ClockSource = "jiffies",
        TimerStepNs = 4_000_000,
        Priority = 0,
        CanPin = false,
        IsOnBattery = true,
        Gpus = [new GpuConditions { Name = "Some GPU", ThrottleReasons = ["sw-power-cap"] }],
    };
}
