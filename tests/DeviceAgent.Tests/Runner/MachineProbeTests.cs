using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;

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

        Assert.Equal(2_400_000, state.FrequencyKhz);
        Assert.Equal(70, state.StealMs);
        Assert.Equal(50, conditions.StealMs);
        Assert.Equal("performance", conditions.Governor);
        Assert.Equal(52_500, conditions.TemperatureMillidegrees);
        Assert.Equal(0.52, conditions.LoadAverage1m);
        Assert.Equal(["steal"], conditions.Flags);
    }

    [Fact]
    public void Conditions_flag_everything_that_may_slow_a_block()
    {
        var before = new MachineState { StealMs = 0, InvoluntaryContextSwitches = 1, FrequencyKhz = 1000, ThrottleEvents = 0, Collections = 1 };
        var after = new MachineState { StealMs = 1, InvoluntaryContextSwitches = 2, FrequencyKhz = 900, ThrottleEvents = 1, Collections = 2 };
        Assert.Equal(["steal", "preempted", "frequency-change", "throttled", "gc"], Conditions(before, after).Flags);
    }

    public void Dispose() => _root.Dispose();

    private MachineProbe Probe() => new(new SystemFiles(_root.Path), "1.0");

    private Measurements.Conditions Conditions(MachineState before, MachineState after)
    {
        var plan = TestPlans.For("none");
        return Probe().Conditions(plan, plan.Cpus, before, after);
    }
}
