
namespace LatBench.Storage.Tests.Contract;

public abstract class DistributedLockContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task A_lock_is_held_by_one_until_it_is_released()
    {
        var first = await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.NotNull(first);

        Assert.Null(await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token));
        await using (var other = await Store.Locks.TryAcquireAsync(LockName.Expiry, Token))
            Assert.NotNull(other);
        await first.DisposeAsync();

        await using var next = await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.NotNull(next);
        // Releasing the first once more takes nothing from the next.
        await first.DisposeAsync();
        Assert.Null(await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token));
    }
}
