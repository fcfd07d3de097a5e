using LatBench.Storage.Signals;

namespace LatBench.Storage.Tests.Contract;

public abstract class SignalContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WaitAsync_ends_when_its_topic_is_notified()
    {
        await SettleAsync();
        var waits = Enumerable.Range(0, 3).Select(_ => Store.Signals.WaitAsync("topic", Long, Token)).ToArray();
        var other = Store.Signals.WaitAsync("other", Long, Token);

        await Store.Signals.NotifyAsync("topic", Token);

        await Task.WhenAll(waits).WaitAsync(Long / 3, Token);
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_ends_after_timeout_and_obeys_token()
    {
        await Store.Signals.WaitAsync("topic", TimeSpan.FromMilliseconds(1), Token);
        using var cancelled = new CancellationTokenSource();
        var wait = Store.Signals.WaitAsync("topic", Long, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Changes_notify_device_and_campaign()
    {
        var target = await EnrolAsync();
        await SettleAsync();
        var device = Store.Signals.WaitAsync(Topics.Device("lab"), Long, Token);
        var campaign = await CreateAsync(target, minPasses: 1);
        await device.WaitAsync(Long / 3, Token);
        var jobs = await LeaseAsync();
        var moved = Store.Signals.WaitAsync(Topics.Campaign(campaign.Id), Long, Token);

        await CompleteAsync(jobs[0]);

        await moved.WaitAsync(Long / 3, Token);
    }

    /// <summary>Until the store listens: what it wakes for when it begins must be over.</summary>
    protected virtual Task SettleAsync() => Task.CompletedTask;
}
