using System.Globalization;
using LatBench.Measurements;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Hardware;

/// <summary>Reads the properties of single CPUs from sysfs.</summary>
internal sealed class CpuFiles(SystemFiles files)
{
    private const long MinKhz = 1_000;
    private const long MaxKhz = 20_000_000;

    /// <summary>The governors of some CPUs, each once, separated by commas.</summary>
    public string? Governor(IReadOnlyList<int> cpus)
    {
        var governors = cpus.Select(cpu => files.Word($"{Cpu(cpu)}/cpufreq/scaling_governor")).OfType<string>().Distinct().ToArray();
        return governors.Length == 0 ? null : string.Join(',', governors);
    }

    /// <summary>Current frequencies of some CPUs.</summary>
    public FrequencyRange? Frequencies(IReadOnlyList<int> cpus)
    {
        var frequencies = cpus.Select(cpu => files.Number($"{Cpu(cpu)}/cpufreq/scaling_cur_freq", MinKhz, MaxKhz)).OfType<long>().ToArray();
        return frequencies.Length == 0 ? null : new FrequencyRange(frequencies.Min(), (long)frequencies.Average(), frequencies.Max());
    }

    /// <summary>Times that the cores of some CPUs were throttled since the machine started.</summary>
    public long? CoreThrottleEvents(IReadOnlyList<int> cpus)
    {
        var counts = cpus.Select(cpu => files.Number($"{Cpu(cpu)}/thermal_throttle/core_throttle_count", 0, uint.MaxValue)).OfType<long>().ToArray();
        return counts.Length == 0 ? null : counts.Sum();
    }

    /// <summary>Times that the packages of some CPUs were throttled. Every CPU of a package counts the same events, so each package counts once.</summary>
    public long? PackageThrottleEvents(IReadOnlyList<int> cpus)
    {
        var counts = cpus
            .GroupBy(cpu => files.Number($"{Cpu(cpu)}/topology/physical_package_id"))
            .Select(package => package.Max(cpu => files.Number($"{Cpu(cpu)}/thermal_throttle/package_throttle_count", 0, uint.MaxValue)))
            .OfType<long>()
            .ToArray();
        return counts.Length == 0 ? null : counts.Sum();
    }

    /// <summary>The CPUs that share a core with one, itself included; null where it is not told.</summary>
    public IReadOnlyList<int>? Siblings(int cpu) => CpuList.Parse(files.Text($"{Cpu(cpu)}/topology/thread_siblings_list"));

    private static string Cpu(int cpu) => string.Create(CultureInfo.InvariantCulture, $"sys/devices/system/cpu/cpu{cpu}");
}
