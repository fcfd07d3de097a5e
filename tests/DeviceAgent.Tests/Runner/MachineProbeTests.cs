using System.Text.Json;
using CsCheck;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class MachineProbeTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    [Fact]
    public void Conditions_where_nothing_is_told_are_null()
    {
        var conditions = Conditions(new MachineState(), new MachineState());
        Assert.Null(conditions.Governor);
        Assert.Null(conditions.FrequencyKhz);
        Assert.Null(conditions.TemperatureMillidegrees);
        Assert.Null(conditions.StealMs);
        Assert.Null(conditions.AvailableMemoryBytes);
        Assert.Empty(conditions.Flags);
    }

    [Fact]
    public void Conditions_come_from_the_cpus_that_were_used()
    {
        var cpu = CpuAffinity.Get()[^1];
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/cpufreq/scaling_governor", "performance\n");
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/cpufreq/scaling_cur_freq", "2400000\n");
        _root.Write("sys/class/thermal/thermal_zone0/temp", "41000\n");
        _root.Write("sys/class/thermal/thermal_zone1/temp", "52500\n");
        _root.Write("proc/stat", "cpu  10 0 10 100 0 0 0 7 0 0\ncpu0 1 2 3\n");
        _root.Write("proc/loadavg", "0.52 0.58 0.59 1/200 1\n");
        var state = Probe().Read([cpu]);
        var conditions = Conditions(state with { StealMs = 20 }, state);

        Assert.Equal(new FrequencyRange(2_400_000, 2_400_000, 2_400_000), state.Frequency);
        Assert.Equal(70, state.StealMs);
        Assert.Equal(50, conditions.StealMs);
        Assert.Equal("performance", conditions.Governor);
        Assert.Equal(52_500, conditions.TemperatureMillidegrees);
        Assert.Equal(0.52, conditions.LoadAverage1m);
        Assert.Equal(["steal"], conditions.Flags);
    }

    [Fact]
    public void Conditions_of_a_machine_that_tells_everything()
    {
        var cpu = CpuAffinity.Get()[^1];
        FakeMachine.Write(_root, cpu);
        var plan = TestPlans.For("none");
        var probe = Probe();
        var before = probe.Read(plan.Cpus);
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/cpufreq/scaling_cur_freq", "2300000\n");
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/thermal_throttle/core_throttle_count", "9\n");
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/thermal_throttle/package_throttle_count", "12\n");
        _root.Write("sys/class/thermal/thermal_zone0/temp", "61000\n");
        _root.Write("sys/devices/platform/soc/soc:firmware/get_throttled", "50004\n");
        _root.Write("sys/fs/cgroup/agent/cpu.stat", "usage_usec 5\nnr_throttled 3\nthrottled_usec 42000\n");
        var conditions = probe.Conditions(plan, plan.Cpus, before, probe.Read(plan.Cpus));

        Assert.Equal(new FrequencyRange(2_400_000, 2_400_000, 2_400_000), conditions.FrequencyBefore);
        Assert.Equal(new FrequencyRange(2_300_000, 2_300_000, 2_300_000), conditions.FrequencyAfter);
        Assert.Equal(2_300_000, conditions.FrequencyKhz);
        Assert.Equal((41_000, 61_000), (conditions.TemperatureBeforeMillidegrees, conditions.TemperatureMillidegrees));
        Assert.Equal((2, 1), (conditions.CoreThrottleEvents, conditions.PackageThrottleEvents));
        Assert.Equal(0x50004u, conditions.FirmwareThrottleBits);
        Assert.Equal(40, conditions.ContainerThrottledMs);
        Assert.Equal((1.5, 1L << 30), (conditions.ContainerCpuLimit, conditions.ContainerMemoryLimitBytes));
        Assert.Equal("Some CPU @ 2.40GHz", conditions.CpuModel);
        Assert.Equal((false, true), (conditions.Turbo, conditions.Smt));
        Assert.Equal(("tsc", "madvise", "balanced"), (conditions.ClockSource, conditions.TransparentHugePages, conditions.PowerMode));
        Assert.Equal("6.1.0-test", conditions.Kernel);
        Assert.Contains("throttled", conditions.Flags);
        Assert.Contains("frequency-change", conditions.Flags);
    }

    [Fact]
    public void Conditions_counter_that_goes_backwards_is_null()
    {
        var conditions = Conditions(new MachineState { StealMs = 50, CoreThrottleEvents = 2 }, new MachineState { StealMs = 40, CoreThrottleEvents = 1 });
        Assert.Null(conditions.StealMs);
        Assert.Null(conditions.CoreThrottleEvents);
        Assert.Empty(conditions.Flags);
    }

    /// <summary>Whatever the files hold, nothing throws, nothing implausible is recorded, and the outcome can be sent.</summary>
    [Fact]
    public void Conditions_of_garbage_are_null_or_plausible()
    {
        var plan = TestPlans.For("none");
        var paths = FakeMachine.Write(_root, plan.Cpus[0]);
        Gen.Select(Gen.Int[0, paths.Count - 1], FakeMachine.Garbage).Array[1, 8].Sample(
            changes =>
            {
                FakeMachine.Write(_root, plan.Cpus[0]);
                foreach (var (path, garbage) in changes) _root.Write(paths[path], garbage);
                var probe = Probe();
                var state = probe.Read(plan.Cpus);
                var conditions = probe.Conditions(plan, plan.Cpus, probe.ReadAtStart(), state);
                Assert.All([conditions.TemperatureMillidegrees], value => Assert.InRange(value ?? 0, -40_000, 150_000));
                Assert.All([conditions.FrequencyKhz], value => Assert.InRange(value ?? 1_000, 1_000, 20_000_000));
                Assert.All([conditions.StealMs, conditions.AvailableMemoryBytes, conditions.CoreThrottleEvents], value => Assert.True(value is null or >= 0));
                Assert.True(conditions.LoadAverage1m is null or >= 0 and <= 1e6);
                Assert.True(conditions.ContainerCpuLimit is null or > 0);
                Assert.All([conditions.Governor, conditions.ClockSource, conditions.PowerMode, conditions.CpuModel, conditions.Kernel], FakeMachine.RequirePrintable);
                Assert.NotEmpty(JsonSerializer.SerializeToUtf8Bytes(conditions, RunnerMessages.Default.Conditions));
                Assert.NotNull(new HardwareProbe(new SystemFiles(_root.Path), [0, 1]).Describe());
            },
            iter: 300,
            threads: 1,
            seed: "0000KOIPe036");
    }

    public void Dispose() => _root.Dispose();

    private MachineProbe Probe() => new(new SystemFiles(_root.Path), TimeProvider.System, "1.0");

    private Conditions Conditions(MachineState before, MachineState after)
    {
        var plan = TestPlans.For("none");
        return Probe().Conditions(plan, plan.Cpus, before, after);
    }
}
