using LatBench.Storage.Turns;

namespace LatBench.Storage.Tests.Contract;

public abstract class TurnContract(Func<Task<ITestDatabase>> create) : StoreContract(create)
{
    [Fact]
    public async Task A_turn_is_had_by_one_until_it_is_given_back()
    {
        var first = await Store.Turns.TryTakeAsync(Turn.Snapshot, Token);
        Assert.NotNull(first);

        Assert.Null(await Store.Turns.TryTakeAsync(Turn.Snapshot, Token));
        await using (var other = await Store.Turns.TryTakeAsync(Turn.Expiry, Token))
            Assert.NotNull(other);
        await first.DisposeAsync();

        await using var next = await Store.Turns.TryTakeAsync(Turn.Snapshot, Token);
        Assert.NotNull(next);
        // Giving the first back once more takes nothing from the next.
        await first.DisposeAsync();
        Assert.Null(await Store.Turns.TryTakeAsync(Turn.Snapshot, Token));
    }
}
