using LatBench.DeviceAgent.Leasing;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class CoolDownGateTests
{
    private static readonly CoolDownOptions Below60 = new() { MaxStartMillidegrees = 60_000, MaxDuration = TimeSpan.FromSeconds(30) };

    private readonly FakeTimeProvider _clock = new();
    private int _whileWaiting;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_without_a_limit_looks_at_nothing()
    {
        var gate = new CoolDownGate(new CoolDownOptions(), _clock);
        Assert.Equal(CoolDown.None, await gate.WaitAsync(() => throw new InvalidOperationException(), () => Task.CompletedTask, Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(59_999L)]
    [InlineData(60_000L)]
    public async Task WaitAsync_cool_or_unknown_goes_on_at_once(long? temperature) =>
        Assert.Equal(CoolDown.None, await Gate().WaitAsync(() => Task.FromResult(temperature), () => Task.CompletedTask, Token));

    [Fact]
    public async Task WaitAsync_waits_until_it_is_cool()
    {
        var waited = await RunAsync(elapsed => elapsed < TimeSpan.FromSeconds(7) ? 61_000 : 58_000);
        Assert.Equal(new CoolDown(TimeSpan.FromSeconds(7), IsHot: false), waited);
        Assert.Equal(7, _whileWaiting);
    }

    [Fact]
    public async Task WaitAsync_that_stays_hot_goes_on_after_the_limit_and_says_so()
    {
        var waited = await RunAsync(_ => 61_000);
        Assert.Equal(new CoolDown(TimeSpan.FromSeconds(30), IsHot: true), waited);
    }

    [Fact]
    public async Task WaitAsync_limit_of_zero_flags_without_waiting()
    {
        var gate = new CoolDownGate(Below60 with { MaxDuration = TimeSpan.Zero }, _clock);
        Assert.Equal(new CoolDown(TimeSpan.Zero, IsHot: true), await gate.WaitAsync(() => Task.FromResult<long?>(90_000), () => Task.CompletedTask, Token));
    }

    [Fact]
    public async Task WaitAsync_ends_when_the_agent_is_told_to_stop()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wait = Gate().WaitAsync(() => Task.FromResult<long?>(90_000), () => Task.CompletedTask, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private CoolDownGate Gate() => new(Below60, _clock);

    private async Task<CoolDown> RunAsync(Func<TimeSpan, long?> temperature)
    {
        var began = _clock.GetTimestamp();
        var wait = Gate().WaitAsync(
            () => Task.FromResult(temperature(_clock.GetElapsedTime(began))),
            () =>
            {
                _whileWaiting++;
                return Task.CompletedTask;
            },
            Token);
        // The fake clock runs the gate on this thread, so each second is worked through before the next.
        for (var second = 0; second < 60 && !wait.IsCompleted; second++) _clock.Advance(TimeSpan.FromSeconds(1));
        return await wait;
    }
}
