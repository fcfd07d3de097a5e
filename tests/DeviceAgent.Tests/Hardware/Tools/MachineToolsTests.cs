using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Hardware.Tools;

public sealed class MachineToolsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedToolbox _toolbox = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_machine_without_tools_is_never_asked()
    {
        var tools = new MachineTools(_toolbox, _clock);
        Assert.False(tools.Any);
        Assert.Null(await tools.ReadAsync(Token));
        Assert.Empty(_toolbox.Asked);
    }

    [Fact]
    public async Task ReadAsync_asks_again_after_ten_seconds_and_not_before()
    {
        _toolbox.Answers["vcgencmd get_throttled"] = "throttled=0x0";
        _toolbox.Answers["vcgencmd measure_temp"] = "temp=61.0'C";
        _toolbox.Answers["vcgencmd measure_clock arm"] = "frequency(48)=1800000000";
        var tools = new MachineTools(_toolbox, _clock);
        var first = await tools.ReadAsync(Token);
        Assert.Equal((0u, 61_000, 1_800_000), (first!.FirmwareThrottleBits, first.FirmwareTemperatureMillidegrees, first.FirmwareFrequencyKhz));
        Assert.Null(first.Gpus);
        var asked = _toolbox.Asked.Count;
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Same(first, await tools.ReadAsync(Token));
        Assert.Equal(asked, _toolbox.Asked.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, await tools.ReadAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_slow_tools_are_asked_so_seldom_that_they_take_a_twentieth_of_the_time()
    {
        _toolbox.Answers["nvpmodel -q"] = "NV Power Mode: MAXN\n0";
        var tools = new MachineTools(_toolbox, _clock);
        _toolbox.OnAsk = () => _clock.Advance(TimeSpan.FromSeconds(0.25));
        var first = await tools.ReadAsync(Token);
        var took = 0.25 * _toolbox.Asked.Count;
        _toolbox.OnAsk = () => { };
        Assert.Equal("MAXN", first!.PowerMode);
        _clock.Advance(TimeSpan.FromSeconds((20 * took) - 0.1));
        Assert.Same(first, await tools.ReadAsync(Token));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotSame(first, await tools.ReadAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_driver_that_knows_the_reasons_by_their_older_name_is_asked_by_it()
    {
        var older = NvidiaSmi.Calls[1];
        _toolbox.Answers[$"nvidia-smi {string.Join(' ', older.Arguments)}"] = "470.1, P0, 50, 1000, 2000, 100.0, 0x8, Old GPU\n";
        var readings = await new MachineTools(_toolbox, _clock).ReadAsync(Token);
        Assert.Equal(["hw-slowdown"], Assert.Single(readings!.Gpus!).ThrottleReasons);
    }
}
