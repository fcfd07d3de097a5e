using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Checking;

public sealed class MachineReaderTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedToolbox _toolbox = new();

    [Fact]
    public async Task ReadAsync_machine_that_tells_everything()
    {
        var cpu = CpuAffinity.Get()[^1];
        FakeMachine.Write(_root, cpu);
        _root.Write($"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list", "0,4\n");
        _root.Write("proc/stat", "cpu  100 0 100 1000 0 0 0 0 0 0\n");
        _root.Write("proc/vmstat", "pswpin 5\npswpout 6\n");
        _root.Write("proc/meminfo", "MemTotal: 2000000 kB\nMemAvailable: 1000000 kB\nSwapTotal: 3000 kB\nSwapFree: 1000 kB\n");
        _root.Write("sys/class/power_supply/AC/type", "Mains\n");
        _root.Write("sys/class/power_supply/AC/online", "0\n");
        _root.Write(".dockerenv", "");
        _root.Write("proc/self/cgroup", "0::/agent\n");
        _toolbox.Answers["vcgencmd get_throttled"] = "throttled=0x4";
        var machine = await ReadAsync([cpu], () =>
        {
            _root.Write("proc/stat", "cpu  120 0 120 1040 0 0 0 20 0 0\n");
            _root.Write("proc/vmstat", "pswpin 6\npswpout 9\n");
            _root.Write($"sys/devices/system/cpu/cpu{cpu}/thermal_throttle/core_throttle_count", "9\n");
            _root.Write("sys/fs/cgroup/agent/cpu.stat", "throttled_usec 9000\n");
        });

        Assert.Equal([cpu], machine.CpusWithSibling);
        Assert.Equal(0.2, machine.StealShare);
        Assert.Equal(0.4, machine.BusyShare);
        Assert.Equal((20, 2), (machine.ThrottleEvents, machine.ThrottleEventsNow));
        Assert.Equal(7, machine.ContainerThrottledMsNow);
        Assert.Equal(4, machine.SwappedPagesNow);
        Assert.Equal(2000 * 1024, machine.SwapUsedBytes);
        Assert.Equal(("docker", 1.5, true), (machine.Container, machine.ContainerCpus, machine.IsOnBattery));
        Assert.Equal(0x50000u, machine.FirmwareThrottleBits);
        Assert.Equal(("performance", false, "tsc"), (machine.Governor, machine.Turbo, machine.ClockSource));
        Assert.InRange(machine.TimerStepNs!.Value, 1, 1e6);
    }

    [Fact]
    public async Task ReadAsync_machine_that_tells_nothing_is_silent_and_found_usable()
    {
        var machine = await ReadAsync([CpuAffinity.Get()[^1]], () => { });
        Assert.Null(machine.Governor);
        Assert.Null(machine.StealShare);
        Assert.Null(machine.SwappedPagesNow);
        Assert.Null(machine.IsOnBattery);
        Assert.Null(machine.Container);
        Assert.True(HostChecks.Run(machine).IsUsable);
    }

    [Fact]
    public async Task ReadAsync_cpu_that_is_not_there_cannot_be_pinned_to() => Assert.False((await ReadAsync([999], () => { })).CanPin);

    [Theory]
    [InlineData("12:cpu:/docker/0123", "docker")]
    [InlineData("0::/kubepods.slice/pod", "kubernetes")]
    [InlineData("0::/user.slice", null)]
    public void ContainerKind_is_told_by_the_group(string group, string? kind)
    {
        _root.Write("proc/self/cgroup", group);
        Assert.Equal(kind, ContainerKind.Of(new SystemFiles(_root.Path)));
    }

    [Fact]
    public void TimerStep_is_the_smallest_rise()
    {
        long[] readings = [0, 0, 7, 7, 10, 3, 20];
        var next = 0;
        Assert.Equal(3, TimerStep.Smallest(() => readings[Math.Min(next++, readings.Length - 1)]));
        Assert.Null(TimerStep.Smallest(() => 5));
    }

    public void Dispose() => _root.Dispose();

    private async Task<MachineReport> ReadAsync(IReadOnlyList<int> cpus, Action meanwhile)
    {
        var reader = new MachineReader(new SystemFiles(_root.Path), new MachineTools(_toolbox, _clock), _clock);
        var reading = reader.ReadAsync(cpus, TestContext.Current.CancellationToken);
        meanwhile();
        _clock.Advance(TimeSpan.FromSeconds(1));
        return await reading;
    }
}
