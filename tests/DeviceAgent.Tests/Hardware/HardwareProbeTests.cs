using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Hardware;

/// <summary>Made-up machines; the files are laid out as Linux has them.</summary>
public sealed class HardwareProbeTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    [Fact]
    public void Describe_board_with_a_quota_of_version_two()
    {
        _root.Write("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 108.00\n");
        _root.Write("proc/meminfo", "MemTotal:        3884360 kB\n");
        _root.Write("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
        _root.Write("sys/devices/system/cpu/online", "0-3\n");
        _root.Write("proc/self/cgroup", "0::/user/agent\n");
        _root.Write("sys/fs/cgroup/user/cpu.max", "250000 100000\n");
        _root.Write("sys/fs/cgroup/user/agent/cpu.max", "max 100000\n");
        var hardware = Probe(0, 1, 2, 3).Describe();

        Assert.False(hardware.HasCpuModel);
        Assert.False(hardware.HasHypervisor);
        Assert.Equal("Raspberry Pi 4 Model B Rev 1.4", hardware.BoardModel);
        Assert.Equal(4, hardware.LogicalCpus);
        Assert.Equal(2, hardware.UsableCpus);
        Assert.Equal(3884360L * 1024, hardware.MemoryBytes);
    }

    [Fact]
    public void Describe_virtual_machine_with_a_quota_of_version_one_below_a_cpu()
    {
        _root.Write("proc/cpuinfo", $"model name\t: AMD EPYC 7763\nflags\t\t: {string.Join(' ', Enumerable.Range(0, 200).Select(flag => $"flag{flag}"))} hypervisor sse\n");
        _root.Write("sys/class/dmi/id/sys_vendor", "QEMU\n");
        _root.Write("proc/self/cgroup", "4:memory:/\n1:cpu,cpuacct:/box\n");
        _root.Write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "50000\n");
        _root.Write("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n");
        var hardware = Probe(0, 1).Describe();

        Assert.Equal("AMD EPYC 7763", hardware.CpuModel);
        Assert.Equal("kvm", hardware.Hypervisor);
        Assert.Equal(1, hardware.UsableCpus);
        Assert.Equal(0.5, new ContainerLimits(new SystemFiles(_root.Path)).Cpus());
    }

    [Theory]
    [InlineData("max")]
    [InlineData("garbage 5")]
    [InlineData("100000 0")]
    [InlineData("-1 -1")]
    public void Describe_garbage_is_absent_and_never_invented(string quota)
    {
        _root.Write("proc/self/cgroup", "0::/\nnonsense\n");
        _root.Write("sys/fs/cgroup/cpu.max", quota);
        _root.Write("proc/meminfo", "MemTotal: many kB\n");
        var hardware = Probe(5).Describe();
        Assert.Equal(1, hardware.UsableCpus);
        Assert.False(hardware.HasMemoryBytes);
        Assert.False(hardware.HasCpuModel);
        Assert.False(hardware.HasBoardModel);
        Assert.Null(new ContainerLimits(new SystemFiles(_root.Path)).Cpus());
    }

    [Theory]
    [InlineData("0::/", "sys/fs/cgroup", "cpuset.cpus.effective")]
    [InlineData("0::/a/b", "sys/fs/cgroup/a", "cpuset.cpus.effective")]
    [InlineData("0::/../other", "sys/fs/cgroup", "cpuset.cpus.effective")]
    [InlineData("3:cpuset:/box/inner", "sys/fs/cgroup/cpuset/box", "cpuset.effective_cpus")]
    public void UsableCpus_are_those_of_the_cpuset_that_are_allowed(string group, string directory, string file)
    {
        _root.Write("proc/self/cgroup", group);
        _root.Write($"{directory}/{file}", "1-2\n");
        Assert.Equal(2, Probe(0, 1, 2, 3).UsableCpus());
        Assert.Equal(1, Probe(0, 1).UsableCpus());
        Assert.Equal(1, Probe(7).UsableCpus());
    }

    [Fact]
    public void UsableCpus_tightest_of_nested_quotas_counts()
    {
        _root.Write("proc/self/cgroup", "0::/pod/box\n");
        _root.Write("sys/fs/cgroup/cpu.max", "max 100000\n");
        _root.Write("sys/fs/cgroup/pod/cpu.max", "300000 100000\n");
        _root.Write("sys/fs/cgroup/pod/box/cpu.max", "600000 100000\n");
        _root.Write("sys/fs/cgroup/pod/memory.max", "1073741824\n");
        _root.Write("sys/fs/cgroup/pod/box/memory.max", "max\n");
        Assert.Equal(3, Probe(0, 1, 2, 3).UsableCpus());
        Assert.Equal(1L << 30, new ContainerLimits(new SystemFiles(_root.Path)).MemoryBytes());
    }

    [Theory]
    [InlineData("1000", "400", "100", 700)]
    [InlineData("1000", "400", "none", 600)]
    [InlineData("1000", "garbage", "100", 1000)]
    [InlineData("1000", "1000", "5000", 1000)]
    public void FreeMemoryBytes_is_what_the_tightest_group_leaves(string limit, string usage, string cache, long expected)
    {
        _root.Write("proc/self/cgroup", "0::/pod/box\n");
        _root.Write("sys/fs/cgroup/pod/memory.max", $"{limit}\n");
        _root.Write("sys/fs/cgroup/pod/memory.current", $"{usage}\n");
        _root.Write("sys/fs/cgroup/pod/memory.stat", $"anon 1\ninactive_file {cache}\n");
        _root.Write("sys/fs/cgroup/pod/box/memory.max", "max\n");
        _root.Write("sys/fs/cgroup/pod/box/memory.current", "300\n");
        Assert.Equal(expected, new ContainerLimits(new SystemFiles(_root.Path)).FreeMemoryBytes());
    }

    [Fact]
    public void FreeMemoryBytes_without_a_limit_is_null() => Assert.Null(new ContainerLimits(new SystemFiles(_root.Path)).FreeMemoryBytes());

    [Fact]
    public void ThrottledMs_adds_up_the_groups_of_both_versions()
    {
        var limits = new ContainerLimits(new SystemFiles(_root.Path));
        _root.Write("proc/self/cgroup", "4:cpu,cpuacct:/box\n0::/box\n");
        Assert.Null(limits.ThrottledMs());
        _root.Write("sys/fs/cgroup/box/cpu.stat", "nr_periods 1\nthrottled_usec 5500\n");
        _root.Write("sys/fs/cgroup/cpu/box/cpu.stat", "nr_throttled 1\nthrottled_time 7000000\n");
        Assert.Equal(12, limits.ThrottledMs());
        _root.Write("sys/fs/cgroup/cpu/box/cpu.stat", "throttled_time many\n");
        Assert.Equal(5, limits.ThrottledMs());
    }

    [Fact]
    public void Describe_this_machine_is_plausible()
    {
        var cpus = CpuAffinity.Get();
        var hardware = new HardwareProbe(new SystemFiles(), cpus).Describe();
        Assert.InRange(hardware.UsableCpus, 1, cpus.Count);
        Assert.InRange(cpus.Count, 1, hardware.LogicalCpus);
    }

    public void Dispose() => _root.Dispose();

    private HardwareProbe Probe(params int[] cpus) => new(new SystemFiles(_root.Path), cpus);
}
