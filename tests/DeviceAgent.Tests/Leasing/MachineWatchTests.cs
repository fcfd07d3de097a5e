using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;
using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;
using LatBench.Measurements;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class MachineWatchTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedToolbox _toolbox = new();
    private readonly LinesLogger<MachineWatch> _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeginAsync_limit_without_a_temperature_is_said()
    {
        await Watch(60).BeginAsync(Token);
        Assert.Contains("tells no temperature", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BeginAsync_limit_with_a_temperature_or_without_a_limit_is_quiet()
    {
        _root.Write("sys/class/thermal/thermal_zone0/temp", "41000");
        await Watch(60).BeginAsync(Token);
        await Watch(null).BeginAsync(Token);
        _toolbox.Answers["vcgencmd measure_temp"] = "temp=61.0'C";
        File.Delete(_root.File("sys/class/thermal/thermal_zone0/temp"));
        await Watch(60).BeginAsync(Token);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Complete_machine_without_tools_has_only_its_provider_added()
    {
        var completed = await CompleteAsync(Watch(null), "");
        Assert.Equal(("cpu", "1.2.3"), (completed.ExecutionProvider, completed.ProviderVersion));
        Assert.Null(completed.Gpus);
        Assert.Null(completed.ToolsReadAt);
        Assert.Null(completed.CoolDownMs);
        Assert.Equal(["gc"], completed.Flags);
    }

    [Theory]
    [InlineData("cpu", false)]
    [InlineData("cuda", true)]
    public async Task Complete_slowed_gpu_flags_what_runs_on_it(string provider, bool flagged)
    {
        _toolbox.Answers[$"nvidia-smi {string.Join(' ', NvidiaSmi.Calls[0].Arguments)}"] = "550.1, P0, 84, 1500, 2619, 700.00, 0x20, Some GPU";
        var completed = await CompleteAsync(Watch(null), provider);
        Assert.Equal(flagged ? ["gc", "throttled"] : ["gc"], completed.Flags);
        Assert.Equal("Some GPU", Assert.Single(completed.Gpus!).Name);
        Assert.Equal(_clock.GetUtcNow(), completed.ToolsReadAt);
        Assert.Equal(provider == "cpu" ? "1.2.3" : null, completed.ProviderVersion);
    }

    [Fact]
    public async Task Complete_tools_fill_what_the_kernel_does_not_tell()
    {
        _toolbox.Answers["vcgencmd get_throttled"] = "throttled=0x50004";
        _toolbox.Answers["vcgencmd measure_temp"] = "temp=61.0'C";
        _toolbox.Answers["nvpmodel -q"] = "NV Power Mode: MAXN";
        var completed = await CompleteAsync(Watch(null), "cpu");
        Assert.Equal((61_000, 0x50004u, "MAXN"), (completed.TemperatureBeforeMillidegrees, completed.FirmwareThrottleBits, completed.PowerMode));
        Assert.Contains(ConditionFlags.Throttled, completed.Flags);
    }

    [Fact]
    public async Task Complete_after_a_cool_down_that_failed_is_hot()
    {
        _root.Write("sys/class/thermal/thermal_zone0/temp", "71000");
        var watch = Watch(60, TimeSpan.Zero);
        var completed = await CompleteAsync(watch, "cpu");
        await CompleteAsync(watch, "cpu");
        Assert.Contains(ConditionFlags.Hot, completed.Flags);
        Assert.Contains("still hotter than 60", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_after_a_cool_down_says_how_long_it_took()
    {
        _root.Write("sys/class/thermal/thermal_zone0/temp", "71000");
        var watch = Watch(60);
        var start = watch.BeforeJobsAsync("cpu", () => Task.CompletedTask, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _root.Write("sys/class/thermal/thermal_zone0/temp", "60000");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var completed = watch.Complete(await start, Outcome()).Result!.Conditions;
        Assert.Equal(2_000, completed.CoolDownMs);
        Assert.DoesNotContain(ConditionFlags.Hot, completed.Flags);
    }

    [Fact]
    public async Task BeforeJobsAsync_hot_gpu_holds_back_only_what_runs_on_it()
    {
        _root.Write("sys/class/thermal/thermal_zone0/temp", "41000");
        _toolbox.Answers[$"nvidia-smi {string.Join(' ', NvidiaSmi.Calls[0].Arguments)}"] = "550.1, P0, 84, 1500, 2619, 700.00, 0x0, Some GPU";
        var watch = Watch(60, TimeSpan.Zero);
        Assert.False((await watch.BeforeJobsAsync("cpu", () => Task.CompletedTask, Token)).CoolDown.IsHot);
        Assert.True((await watch.BeforeJobsAsync("cuda", () => Task.CompletedTask, Token)).CoolDown.IsHot);
    }

    [Fact]
    public async Task Complete_priority_that_was_not_given_is_said_once()
    {
        var watch = Watch(null);
        await CompleteAsync(watch, "cpu", priority: 0);
        await CompleteAsync(watch, "cpu", priority: 0);
        Assert.Contains("nice 0", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_failure_stays_as_it_is()
    {
        var watch = Watch(null);
        var failure = JobOutcome.Failed(FailureReason.TimedOut, "It took too long.");
        Assert.Same(failure, watch.Complete(await watch.BeforeJobsAsync("cpu", () => Task.CompletedTask, Token), failure));
    }

    public void Dispose() => _root.Dispose();

    private static JobOutcome Outcome(int priority = Priority.Wished) => new()
    {
        Result = new PassResult
        {
            SamplesNs = [1_000_000],
            SessionCreation = Latency.FromMilliseconds(1),
            StartTime = DateTimeOffset.UnixEpoch,
            EndTime = DateTimeOffset.UnixEpoch,
            Conditions = new Conditions { RuntimeVersion = "1.2.3", AgentVersion = "1", Priority = priority, Flags = ["gc"] },
        },
    };

    private static async Task<Conditions> CompleteAsync(MachineWatch watch, string provider, int priority = Priority.Wished) =>
        watch.Complete(await watch.BeforeJobsAsync(provider, () => Task.CompletedTask, Token), Outcome(priority)).Result!.Conditions;

    private MachineWatch Watch(double? maxCelsius, TimeSpan? maxDuration = null) => new(
        new SystemFiles(_root.Path),
        new MachineTools(_toolbox, _clock),
        new CoolDownOptions { MaxStartMillidegrees = (long?)(maxCelsius * 1000), MaxDuration = maxDuration ?? TimeSpan.FromMinutes(1) },
        _clock,
        _log);
}
