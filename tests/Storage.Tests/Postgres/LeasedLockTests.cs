using LatBench.Storage.Postgres;
using LatBench.Storage.Tests.Contract;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace LatBench.Storage.Tests.Postgres;

/// <summary>Locks between replicas.</summary>
public sealed class LeasedLockTests() : StoreContract(PostgresTestDatabase.CreateAsync)
{
    [Fact]
    public async Task A_lock_holds_against_another_replica_and_ends_with_its_holder()
    {
        await using var other = Database.OpenAnother();
        var holder = Database.OpenAnother();
        await using var held = await holder.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.NotNull(held);
        Assert.Null(await other.Locks.TryAcquireAsync(LockName.Snapshot, Token));

        // As when a coordinator was killed a minute ago: it gave nothing back, and has not renewed since.
        await ((PostgresTestDatabase)Database).ExecuteAsync("UPDATE turn_leases SET expires_at = expires_at - 60000000");

        await using var fresh = Database.OpenAnother();
        await using var next = await fresh.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.NotNull(next);
        // The first takes nothing from the next when it goes on and ends.
        await held.DisposeAsync();
        Assert.Null(await other.Locks.TryAcquireAsync(LockName.Snapshot, Token));
        await holder.DisposeAsync();
    }

    [Fact]
    public async Task A_lock_that_is_held_keeps_no_session_and_is_renewed()
    {
        var database = (PostgresTestDatabase)Database;
        var time = new FakeTimeProvider();
        await using var holder = Stores.Postgres(database.Address, time);
        await using var held = await holder.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.Equal(0L, await database.ExecuteAsync("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'latbench' AND xact_start IS NOT NULL"));
        await database.ExecuteAsync("UPDATE turn_leases SET expires_at = 1");

        time.Advance(LeasedLock.Duration / 3);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (await database.ExecuteAsync("SELECT expires_at FROM turn_leases") is 1L)
            limit.Token.ThrowIfCancellationRequested();
        await using var other = Database.OpenAnother();
        Assert.Null(await other.Locks.TryAcquireAsync(LockName.Snapshot, Token));
    }

    [Fact]
    public async Task A_lock_is_kept_from_replicas_of_earlier_versions()
    {
        await using (var earlier = await ((PostgresTestDatabase)Database).ConnectAsync())
        {
            await using var transaction = await earlier.BeginTransactionAsync(Token);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(1281455170, 1)", earlier);
            await command.ExecuteNonQueryAsync(Token);
            Assert.Null(await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token));
        }

        await using var free = await Store.Locks.TryAcquireAsync(LockName.Snapshot, Token);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task Leases_are_taken_back_by_one_replica_at_a_time()
    {
        var target = await EnrolAsync();
        await CreateAsync(target, models: 3, minPasses: 1);
        var later = (await LeaseAsync(maxJobs: 3))[0].ExpiresAt;
        await using var other = Database.OpenAnother();

        await using (var held = await other.Locks.TryAcquireAsync(LockName.Expiry, Token))
        {
            Assert.NotNull(held);
            Assert.Equal(0, await Store.ExpireLeasesAsync(later, Token));
        }

        var expired = await Task.WhenAll(Store.ExpireLeasesAsync(later, Token), other.ExpireLeasesAsync(later, Token));
        Assert.Equal(3, expired.Sum() + await Store.ExpireLeasesAsync(later, Token));
    }
}
