using LatBench.Storage.Tests.Contract;
using LatBench.Storage.Turns;

namespace LatBench.Storage.Tests.Postgres;

/// <summary>Turns between replicas.</summary>
public sealed class AdvisoryTurnTests() : StoreContract(PostgresTestDatabase.CreateAsync)
{
    [Fact]
    public async Task A_turn_holds_against_another_replica_and_ends_with_its_holder()
    {
        await using var other = Database.OpenAnother();
        var holder = Database.OpenAnother();
        await using var held = await holder.Turns.TryTakeAsync(Turn.Snapshot, Token);
        Assert.NotNull(held);
        Assert.Null(await other.Turns.TryTakeAsync(Turn.Snapshot, Token));

        // As when a coordinator is killed: nobody gives anything back, the server ends its sessions.
        await ((PostgresTestDatabase)Database).EndSessionsAsync();

        await using var fresh = Database.OpenAnother();
        await using var next = await fresh.Turns.TryTakeAsync(Turn.Snapshot, Token);
        Assert.NotNull(next);
        await held.DisposeAsync();
        await holder.DisposeAsync();
    }

    [Fact]
    public async Task Leases_are_taken_back_by_one_replica_at_a_time()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 3, minPasses: 1);
        var later = (await LeaseAsync(maxJobs: 3))[0].ExpiresAt;
        await using var other = Database.OpenAnother();

        await using (var turn = await other.Turns.TryTakeAsync(Turn.Expiry, Token))
        {
            Assert.NotNull(turn);
            Assert.Equal(0, await Store.Jobs.ExpireLeasesAsync(later, Token));
        }

        var expired = await Task.WhenAll(Store.Jobs.ExpireLeasesAsync(later, Token), other.Jobs.ExpireLeasesAsync(later, Token));
        Assert.Equal(3, expired.Sum() + await Store.Jobs.ExpireLeasesAsync(later, Token));
    }
}
