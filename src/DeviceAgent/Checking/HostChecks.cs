using System.Globalization;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Checking;

/// <summary>The checks of a host that measures.</summary>
internal static class HostChecks
{
    private const string NotTold = "the kernel does not tell";

    private const double BusyWarning = 0.10;
    private const double BusyProblem = 0.90;
    private const double StealWarning = 0.01;
    private const double StealProblem = 0.10;
    private const long WarmMillidegrees = 75_000;
    private const long MemoryWarningBytes = 1L << 30;
    private const long MemoryProblemBytes = 256L << 20;
    private const double TimerWarningNs = 1_000;
    private const double TimerProblemNs = 20_000;

    /// <summary>All checks, in the order in which they are shown.</summary>
    public static IReadOnlyList<HostCheck> All { get; } =
    [
        new("governor", Governor, "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"),
        new("turbo", Turbo, "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo, or where that is missing: echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"),
        new("shared cores", SharedCores, "echo off | sudo tee /sys/devices/system/cpu/smt/control, or keep other work off the siblings"),
        new("steal", Steal, "use a machine with CPUs of its own (dedicated or bare metal), or measure when its neighbours are quiet"),
        new("other work", OtherWork, "end what else runs (top shows it), or set CPUs aside with the kernel parameter isolcpus and name them with --cpus"),
        new("temperature", Temperature, "cool it, or let the agent wait: latbench agent run --max-start-temperature 65"),
        new("throttling", Throttling, "cool the machine, and give a board the power supply that it asks for"),
        new("gpu", Gpu, "cool it, raise its limit with nvidia-smi --power-limit, or fix its clocks with nvidia-smi --lock-gpu-clocks"),
        new("cpu quota", CpuQuota, "give the container whole CPUs instead of a quota: docker run --cpuset-cpus 2-3 (without --cpus), AllowedCPUs= in systemd"),
        new("memory", Memory, "end what else takes memory, or raise the container's limit (docker run --memory)"),
        new("swap", Swap, "sudo swapoff --all"),
        new("timer", Timer, "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource (see available_clocksource beside it)"),
        new("affinity", Affinity, "allow sched_setaffinity in the container's seccomp profile, or name CPUs with --cpus that it may use"),
        new("priority", SchedulingPriority, "run the agent as root, with LimitNICE=-10 in its systemd unit, or with docker run --cap-add SYS_NICE"),
        new("power supply", PowerSupply, "plug it in"),
        new("virtual machine", VirtualMachine, "measure over a long time (campaigns with more passes), or on bare metal"),
        new("container", Container),
    ];

    /// <summary>Runs every check.</summary>
    public static CheckResult Run(MachineReport machine) => new([.. All.Select(check => check.Run(machine))]);

    private static (Rating, string) Governor(MachineReport machine) => machine.Governor switch
    {
        null => (Rating.Unknown, "the kernel does not manage frequencies here"),
        "performance" => (Rating.Ok, "performance"),
        { } governor => (Rating.Warning, $"{governor}: frequencies follow the load, and a short block begins slowly"),
    };

    private static (Rating, string) Turbo(MachineReport machine) => machine.Turbo switch
    {
        null => (Rating.Unknown, NotTold),
        false => (Rating.Ok, "off"),
        true => (Rating.Warning, "on: frequencies depend on the temperature and on what other cores do"),
    };

    private static (Rating, string) SharedCores(MachineReport machine) => machine.CpusWithSibling.Count == 0
        ? (Rating.Ok, "none of the CPUs to measure on shares its core")
        : (Rating.Warning, $"CPU {string.Join(',', machine.CpusWithSibling)} shares its core with another CPU, whose work slows it");

    private static (Rating, string) Steal(MachineReport machine)
    {
        if (machine.StealShare is not { } share) return (Rating.Unknown, NotTold);
        var seen = Text($"{share:P1} of a second of CPU time");
        return share < StealWarning
            ? (Rating.Ok, seen)
            : (share < StealProblem ? Rating.Warning : Rating.Problem, $"{seen} went to other virtual machines");
    }

    private static (Rating, string) OtherWork(MachineReport machine)
    {
        if (machine.BusyShare is not { } share) return (Rating.Unknown, NotTold);
        var load = machine.LoadAverage1m is { } average ? Text($", load average {average:F2}") : "";
        var answer = Text($"{share:P0} of all CPUs busy{load}");
        return share switch
        {
            < BusyWarning => (Rating.Ok, answer),
            < BusyProblem => (Rating.Warning, answer),
            _ => (Rating.Problem, $"{answer}: no CPU is left to measure on"),
        };
    }

    private static (Rating, string) Temperature(MachineReport machine)
    {
        if (machine.TemperatureMillidegrees is not { } millidegrees) return (Rating.Unknown, "no sensor tells");
        var answer = Text($"{millidegrees / 1000.0:F1} °C");
        return millidegrees < WarmMillidegrees ? (Rating.Ok, answer) : (Rating.Warning, $"{answer}: near where processors slow themselves down");
    }

    private static (Rating, string) Throttling(MachineReport machine)
    {
        var firmware = machine.FirmwareThrottleBits ?? 0;
        if (machine.ThrottleEventsNow > 0) return (Rating.Problem, "the processor is slowed because it is too hot");
        if (FirmwareThrottle.Reasons(firmware) is { Count: > 0 } reasons) return (Rating.Problem, $"the board is slowed: {string.Join(", ", reasons)}");
        if (machine.ThrottleEvents > 0) return (Rating.Warning, Text($"slowed {machine.ThrottleEvents} times since the machine was started"));
        if (FirmwareThrottle.ReasonsSinceStart(firmware) is { Count: > 0 } earlier)
            return (Rating.Warning, $"the board was slowed since it was started: {string.Join(", ", earlier)}");
        return machine.ThrottleEvents is null && machine.FirmwareThrottleBits is null
            ? (Rating.Unknown, "the machine does not count it")
            : (Rating.Ok, "none since the machine was started");
    }

    private static (Rating, string) Gpu(MachineReport machine)
    {
        if (machine.Gpus is not { } gpus) return (Rating.Unknown, "no tool tells of one");
        var slowed = gpus
            .Select(gpu => (gpu.Name, Reasons: gpu.ThrottleReasons.Where(NvidiaSmi.IsSlowing).ToArray()))
            .Where(gpu => gpu.Reasons.Length > 0)
            .Select(gpu => $"{gpu.Name} ({string.Join(", ", gpu.Reasons)})")
            .ToArray();
        return slowed.Length == 0
            ? (Rating.Ok, string.Join("; ", gpus.Select(gpu => gpu.Name)))
            : (Rating.Warning, $"clocks are held down: {string.Join("; ", slowed)}");
    }

    private static (Rating, string) CpuQuota(MachineReport machine)
    {
        if (machine.ContainerThrottledMsNow > 0) return (Rating.Problem, "its quota stops this container while it works");
        if (machine.ContainerCpus is not { } cpus) return (Rating.Ok, "none");
        var answer = Text($"{cpus:0.##} CPUs");
        if (cpus < 1) return (Rating.Problem, $"{answer}: a single thread is stopped in every period");
        return cpus < machine.Cpus.Count
            ? (Rating.Warning, Text($"{answer} of time on {machine.Cpus.Count} CPUs: threads are bounded, and a burst may be stopped"))
            : (Rating.Ok, answer);
    }

    private static (Rating, string) Memory(MachineReport machine)
    {
        if (machine.AvailableMemoryBytes is not { } available) return (Rating.Unknown, NotTold);
        var bytes = Math.Min(available, machine.ContainerFreeMemoryBytes ?? available);
        var answer = Text($"{bytes >> 20} MiB free");
        return bytes switch
        {
            < MemoryProblemBytes => (Rating.Problem, $"{answer}: the runner alone needs more"),
            < MemoryWarningBytes => (Rating.Warning, answer),
            _ => (Rating.Ok, answer),
        };
    }

    private static (Rating, string) Swap(MachineReport machine)
    {
        if (machine.SwappedPagesNow > 0) return (Rating.Problem, Text($"{machine.SwappedPagesNow} pages moved in a second"));
        return machine.SwapUsedBytes switch
        {
            null => (Rating.Unknown, NotTold),
            0 => (Rating.Ok, "not used"),
            { } used => (Rating.Warning, Text($"{used >> 20} MiB used")),
        };
    }

    private static (Rating, string) Timer(MachineReport machine)
    {
        if (machine.TimerStepNs is not { } step) return (Rating.Unknown, "the clock does not move");
        var source = machine.ClockSource is { } name ? $", clock source {name}" : "";
        var answer = Text($"steps of {step:F0} ns{source}");
        return step switch
        {
            <= TimerWarningNs => (Rating.Ok, answer),
            <= TimerProblemNs => (Rating.Warning, answer),
            _ => (Rating.Problem, $"{answer}: too coarse for inferences of a millisecond"),
        };
    }

    private static (Rating, string) Affinity(MachineReport machine) => machine.CanPin switch
    {
        null => (Rating.Unknown, "this system has no affinity"),
        true => (Rating.Ok, $"threads stay on CPU {string.Join(',', machine.Cpus)}"),
        false => (Rating.Problem, $"threads cannot be pinned to CPU {string.Join(',', machine.Cpus)}"),
    };

    private static (Rating, string) SchedulingPriority(MachineReport machine)
    {
        if (machine.Priority is not { } priority) return (Rating.Unknown, "this system has no nice values");
        var answer = Text($"nice {priority}");
        return priority <= Priority.Wished
            ? (Rating.Ok, answer)
            : (Rating.Warning, Text($"{answer}: this account may not ask for nice {Priority.Wished}"));
    }

    private static (Rating, string) PowerSupply(MachineReport machine) => machine.IsOnBattery switch
    {
        null => (Rating.Unknown, "the machine does not tell"),
        false => (Rating.Ok, "mains"),
        true => (Rating.Warning, "on its battery: the firmware may hold clocks down"),
    };

    private static (Rating, string) VirtualMachine(MachineReport machine) => machine.Hypervisor is { } hypervisor
        ? (Rating.Warning, $"yes ({hypervisor}): others may use the same cores and caches unseen")
        : (Rating.Ok, "no sign of one");

    private static (Rating, string) Container(MachineReport machine) =>
        (Rating.Ok, machine.Container is { } container ? $"{container}; its limits are in the checks above" : "no sign of one");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
