using System.Collections.Concurrent;
using LatBench.TestKit;
using Npgsql;

namespace LatBench.Storage.Tests.Postgres.Pooling;

/// <summary>A database behind PgBouncer, in either mode, and what it refuses.</summary>
public sealed class PgBouncerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("transaction", 1)]
    [InlineData("transaction", 4)]
    [InlineData("session", 20)]
    public async Task MigrateAsync_replicas_at_once_apply_each_script_once_and_leave_no_lock(string mode, int connections)
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, $"pool_mode={mode}", FormattableString.Invariant($"default_pool_size={connections}"));
        var database = await server.CreateDatabaseAsync(template: null, Token);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var store = Stores.Postgres(pooler.Through(database) + ";Maximum Pool Size=3");
                await store.MigrateAsync(Token);
                await store.PingAsync(Token);
            },
            Token)));

        Assert.Equal(SchemaScripts.Count("Postgres"), await ScalarAsync(database, "SELECT COUNT(*) FROM schemaversions"));
        Assert.Equal(0L, await ScalarAsync(database, "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    [Theory]
    [InlineData("pool_mode=transaction", "transaction mode")]
    [InlineData("server_round_robin=1", "transaction mode")]
    [InlineData("default_pool_size=1", "transaction mode")]
    [InlineData("pool_mode=session", "session mode")]
    public async Task Mode_is_recognised_and_reported_once(string setting, string mode)
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, setting, "server_reset_query=DISCARD ALL");
        var database = await server.CreateDatabaseAsync(template: null, Token);
        var reports = new ConcurrentQueue<string>();
        await using var store = Stores.Postgres(pooler.Through(database), report: reports.Enqueue);

        await store.MigrateAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => store.PingAsync(Token)));

        Assert.Contains(mode, Assert.Single(reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_without_pooler_is_reported_as_nothing()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template: null, Token);
        var reports = new ConcurrentQueue<string>();
        await using var store = Stores.Postgres(database, report: reports.Enqueue);

        await store.PingAsync(Token);

        Assert.Empty(reports);
    }

    [Fact]
    public async Task Session_mode_gives_hints_to_another_replica()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, "pool_mode=session", "default_pool_size=20");
        await using var database = await PostgresTestDatabase.CreateAsync(pooler);
        await using var other = database.OpenAnother();
        await PostgresSignalTests.ListenAsync(other);
        var wait = other.Signals.WaitAsync("topic", TimeSpan.FromMinutes(1), Token);

        await database.Store.Signals.NotifyAsync("topic", Token);

        await wait.WaitAsync(Long, Token);
    }

    [Fact]
    public async Task Transaction_mode_listens_on_no_session()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, "default_pool_size=1");
        await using var database = (PostgresTestDatabase)await PostgresTestDatabase.CreateAsync(pooler);
        await database.Store.Signals.WaitAsync("topic", TimeSpan.FromSeconds(1), Token);
        await using var sessions = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.Address) { NoResetOnClose = true });
        await using var command = sessions.CreateCommand("SELECT COUNT(*) FROM pg_listening_channels()");

        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
    }

    [Theory]
    [InlineData("Search Path=public", "does not pass on a setting of the connection string (unsupported startup parameter: search_path)", false)]
    [InlineData("Password=wrong", "refuses the user or the password", false)]
    [InlineData("Database=nowhere", "There is no Postgres database 'nowhere'", false)]
    public async Task Refused_login_says_what_to_change(string setting, string message, bool isTransient)
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server);
        await using var store = Stores.Postgres($"{pooler.Through(server.ConnectionString)};{setting}");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, exception.IsTransient);
    }

    [Theory]
    [InlineData("query_wait_timeout=1", "had no free connection within its query_wait_timeout")]
    [InlineData("max_client_conn=1", "takes no more connections: raise max_client_conn of PgBouncer")]
    public async Task Exhausted_pooler_says_which_limit(string setting, string message)
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, "default_pool_size=1", setting);
        var address = pooler.Through(await server.CreateDatabaseAsync(template: null, Token));
        await using var holder = new NpgsqlConnection(address + ";Pooling=false");
        await holder.OpenAsync(Token);
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand("SELECT 1", holder);
        await command.ExecuteNonQueryAsync(Token);
        await using var store = Stores.Postgres(address);

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.PingAsync(Token));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
    }

    [Fact]
    public async Task Prepared_statements_that_the_connection_string_asks_for_fail_with_the_remedy()
    {
        var server = await PostgresServer.SharedAsync();
        using var pooler = await PgBouncer.StartAsync(server, "default_pool_size=1");
        var address = pooler.Through(await server.CreateDatabaseAsync(template: null, Token)) + ";Max Auto Prepare=100";
        await using var one = Stores.Postgres(address);
        await using var two = Stores.Postgres(address);

        var exception = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await one.PingAsync(Token);
                await two.PingAsync(Token);
            }
        });

        Assert.Contains("put 'Max Auto Prepare=0;No Reset On Close=true' into the connection string", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_of_a_long_section_leaves_the_only_connection_to_others()
    {
        await using var database = await PooledTestDatabase.CreateAsync();
        await using var other = database.OpenAnother();

        await using var held = await database.Store.Locks.TryAcquireAsync(LockName.Snapshot, Token);

        Assert.NotNull(held);
        Assert.Null(await other.Locks.TryAcquireAsync(LockName.Snapshot, Token));
        await database.Store.PingAsync(Token);
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}
