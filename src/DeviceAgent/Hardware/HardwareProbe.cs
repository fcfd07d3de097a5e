using System.Runtime.InteropServices;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Describes the machine as its operating system does; what that does not tell stays absent.</summary>
/// <param name="files">The operating system's files.</param>
/// <param name="allowedCpus">CPUs that this process may run on.</param>
internal sealed class HardwareProbe(SystemFiles files, IReadOnlyList<int> allowedCpus)
{
    // The flags of a processor take some 1,500 characters, and more with every generation.
    private const int MaxFlagsLength = 16_384;

    public Contracts.V1.Hardware Describe()
    {
        var hardware = new Contracts.V1.Hardware
        {
            Architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            LogicalCpus = LogicalCpus(),
            UsableCpus = UsableCpus(),
        };
        if (CpuModel(files) is { } model) hardware.CpuModel = model;
        if (files.MemoryBytes("MemTotal") is { } memory) hardware.MemoryBytes = memory;
        if (files.Line("proc/device-tree/model") is { } board) hardware.BoardModel = board;
        if (Emulation.Find(files) is { } emulator) hardware.Emulator = emulator;
        if (Hypervisor() is { } hypervisor) hardware.Hypervisor = hypervisor;
        return hardware;
    }

    /// <summary>CPUs that affinity, cpuset and CPU quota leave; never fewer than 1.</summary>
    public int UsableCpus()
    {
        var limits = new ContainerLimits(files);
        var cpus = limits.CpuSet() is { } set ? allowedCpus.Count(set.Contains) : allowedCpus.Count;
        return Math.Max(1, limits.Cpus() is { } quota ? (int)Math.Min(Math.Floor(quota), cpus) : cpus);
    }

    /// <summary>Processor name. arm64 kernels name no model in cpuinfo; there the board model says what it is.</summary>
    public static string? CpuModel(SystemFiles files) =>
        files.Field("proc/cpuinfo", "model name") ?? files.Field("proc/cpuinfo", "Model") ?? files.Field("proc/cpuinfo", "Hardware");

    private int LogicalCpus() =>
        CpuList.Parse(files.Text("sys/devices/system/cpu/online"))?.Count ?? Environment.ProcessorCount;

    private string? Hypervisor() => Hypervisor(files);

    /// <summary>The hypervisor below this machine; null where none is seen.</summary>
    public static string? Hypervisor(SystemFiles files)
    {
        if (files.Word("sys/hypervisor/type") is { } type) return type;
        var flags = files.Field("proc/cpuinfo", "flags", MaxFlagsLength)?.Split(' ') ?? [];
        if (!flags.Contains("hypervisor")) return null;
        var vendor = files.Text("sys/class/dmi/id/sys_vendor");
        return vendor switch
        {
            "QEMU" => "kvm",
            "VMware, Inc." => "vmware",
            "Microsoft Corporation" => "hyper-v",
            "innotek GmbH" => "virtualbox",
            "Xen" => "xen",
            "Amazon EC2" or "Google" => "kvm",
            _ => "unknown",
        };
    }
}
