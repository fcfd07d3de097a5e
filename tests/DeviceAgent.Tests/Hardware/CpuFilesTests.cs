using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Hardware;

public sealed class CpuFilesTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    private CpuFiles Cpus => new(new SystemFiles(_root.Path));

    [Fact]
    public void Frequencies_range_over_the_cpus_that_tell_theirs()
    {
        Write(0, "cpufreq/scaling_cur_freq", "1000000");
        Write(1, "cpufreq/scaling_cur_freq", "2000000");
        Write(2, "cpufreq/scaling_cur_freq", "<unknown>");
        Write(3, "cpufreq/scaling_cur_freq", "4000000");
        Assert.Equal(new FrequencyRange(1_000_000, 1_500_000, 2_000_000), Cpus.Frequencies([0, 1, 2]));
        Assert.Null(Cpus.Frequencies([2]));
        Assert.Null(Cpus.Frequencies([]));
    }

    [Fact]
    public void PackageThrottleEvents_count_a_package_once()
    {
        foreach (var (cpu, package, count) in new[] { (0, 0, 5), (1, 0, 5), (2, 1, 7) })
        {
            Write(cpu, "topology/physical_package_id", $"{package}");
            Write(cpu, "thermal_throttle/package_throttle_count", $"{count}");
            Write(cpu, "thermal_throttle/core_throttle_count", $"{count}");
        }

        Assert.Equal(12, Cpus.PackageThrottleEvents([0, 1, 2]));
        Assert.Equal(17, Cpus.CoreThrottleEvents([0, 1, 2]));
        Assert.Null(Cpus.PackageThrottleEvents([9]));
    }

    [Fact]
    public void Governor_names_each_once()
    {
        Write(0, "cpufreq/scaling_governor", "performance\n");
        Write(1, "cpufreq/scaling_governor", "performance\n");
        Write(2, "cpufreq/scaling_governor", "powersave\n");
        Assert.Equal("performance", Cpus.Governor([0, 1]));
        Assert.Equal("performance,powersave", Cpus.Governor([0, 1, 2]));
    }

    [Fact]
    public void Siblings_are_those_of_the_core()
    {
        Write(0, "topology/thread_siblings_list", "0,4\n");
        Assert.Equal([0, 4], Cpus.Siblings(0));
        Assert.Null(Cpus.Siblings(1));
    }

    public void Dispose() => _root.Dispose();

    private void Write(int cpu, string file, string content) => _root.Write($"sys/devices/system/cpu/cpu{cpu}/{file}", content);
}
