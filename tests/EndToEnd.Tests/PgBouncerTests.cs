using System.Diagnostics;
using LatBench.Contracts.V1;
using LatBench.EndToEnd.Tests.Soak;
using LatBench.TestKit;
using Npgsql;

namespace LatBench.EndToEnd.Tests;

/// <summary>Coordinators behind one PgBouncer that pools by transaction, with four connections to the server for all of them.</summary>
public sealed class PgBouncerTests : IDisposable
{
    private const int Models = 4;
    private const int Passes = 4;

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quickstart_runs_with_default_settings()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server);
        var database = pooler.Through(await server.CreateDatabaseAsync(template: null, Cancel));
        var summary = _directory.PathOf("summary.json");

        (await CommandResult.RunAsync("quickstart", "--models", "2", "--min-spread", "0", "--data", _directory.PathOf("data"), "--database", database, "--json", summary)).Expect(0);

        Assert.Contains("\"measured_valid\": 2", await File.ReadAllTextAsync(summary, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_replicas_count_every_result_once_also_where_one_is_killed()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server);
        var database = pooler.Through(await server.CreateDatabaseAsync(template: null, Cancel));
        await using var one = new Installation(database);
        await using var two = new Installation(database);
        // Both find an empty database, and both would make its tables.
        await Task.WhenAll(one.StartCoordinatorAsync(leaseSeconds: 3), two.StartCoordinatorAsync(leaseSeconds: 3));
        using var first = await LedgerAgent.EnrolAsync(one, "first", seed: 1);
        using var second = await LedgerAgent.EnrolAsync(two, "second", seed: 2);
        var campaign = await one.SubmitAsync(Models, Passes, Passes, "first", "second");
        var ended = false;
        var working = Task.WhenAll(
            Task.Run(() => first.RunAsync(() => Volatile.Read(ref ended)), Cancel),
            Task.Run(() => second.RunAsync(() => Volatile.Read(ref ended)), Cancel));
        try
        {
            await two.WaitForAsync(campaign, c => c.Progress.JobsDone >= 5);
            await one.Coordinator.KillAsync();
            await one.StartCoordinatorAsync(leaseSeconds: 3);
            await two.WaitForAsync(campaign, c => c.State == CampaignState.Succeeded);
        }
        finally
        {
            Volatile.Write(ref ended, true);
            await working;
        }

        await FaultTests.AssertCompleteAsync(two, campaign, Models, Passes, devices: 2);
        await first.AssertStoredAsync(two, campaign);
        await second.AssertStoredAsync(two, campaign);
        (await CommandResult.RunAsync("snapshots", "create", "--data", two.Data)).Expect(0);
        Assert.Contains("A connection pooler in transaction mode is in front of the Postgres database", two.Coordinator.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("[1001]", one.Coordinator.Printed + two.Coordinator.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replica_killed_while_it_changes_the_schema_leaves_no_lock()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server);
        var database = await server.CreateDatabaseAsync(template: null, Cancel);
        await using var observer = NpgsqlDataSource.Create(database);
        await using var other = await observer.OpenConnectionAsync(Cancel);
        // Its name is taken until this transaction ends: the first script waits for that.
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var create = new NpgsqlCommand("CREATE TABLE devices (id INT)", other))
            await create.ExecuteNonQueryAsync(Cancel);
        var start = Program.Start(Program.Coordinator, ["--data", _directory.PathOf("data"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"]);
        start.Environment["LATBENCH_DATABASE"] = pooler.Through(database);
        using (var replica = Process.Start(start)!)
        {
            await UntilAsync(observer, "SELECT COUNT(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0");
            Assert.True(await IsTrueAsync(observer, Locked));
            replica.Kill();
            await replica.WaitForExitAsync(Cancel);
        }

        await UntilAsync(observer, $"SELECT NOT ({Locked["SELECT ".Length..]})");
        await transaction.RollbackAsync(Cancel);

        await using var next = new Installation(pooler.Through(database));
        await next.StartCoordinatorAsync();
    }

    public void Dispose() => _directory.Dispose();

    private const string Locked =
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

    private static async Task UntilAsync(NpgsqlDataSource source, string condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await IsTrueAsync(source, condition))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    private static async Task<bool> IsTrueAsync(NpgsqlDataSource source, string condition)
    {
        await using var command = source.CreateCommand(condition);
        return await command.ExecuteScalarAsync(Cancel) is true;
    }
}
