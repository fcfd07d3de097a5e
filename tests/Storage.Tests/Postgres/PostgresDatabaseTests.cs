using LatBench.Storage.Tests.Sql;
using LatBench.TestKit;
using Npgsql;

namespace LatBench.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigrateAsync_replicas_at_once_apply_each_script_once()
    {
        var connectionString = await CreateDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                await using var store = Stores.Postgres(connectionString);
                await store.MigrateAsync(Token);
                await store.PingAsync(Token);
            },
            Token)));

        Assert.Equal(SchemaScripts.Count("Postgres"), await ScalarAsync(connectionString, "SELECT COUNT(*) FROM schemaversions"));
    }

    [Fact]
    public async Task MigrateAsync_measurements_of_campaigns_cancelled_earlier_become_cancelled()
    {
        await using var store = Stores.Postgres(await CreateOldAsync(OldCancelledCampaign.Script, OldCancelledCampaign.Sql));

        await store.MigrateAsync(Token);

        await OldCancelledCampaign.AssertMigratedAsync(store);
    }

    [Fact]
    public async Task MigrateAsync_stored_database_keeps_all_its_data_and_goes_on()
    {
        await using var store = Stores.Postgres(await CreateOldAsync(StoredDatabase.NextScript, StoredDatabase.ForPostgres()));

        await store.MigrateAsync(Token);

        await StoredDatabase.AssertMigratedAsync(store);
    }

    [Fact]
    public async Task MigrateAsync_newer_schema_is_refused_in_one_sentence()
    {
        var connectionString = await CreateDatabaseAsync();
        await using var store = Stores.Postgres(connectionString);
        await store.MigrateAsync(Token);
        await ScalarAsync(connectionString, "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_later.sql', now())");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Contains("is newer than this build of LatBench (it has '9999_later.sql')", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectPostgresAsync_tells_the_schema_and_changes_nothing()
    {
        var connectionString = await CreateDatabaseAsync();

        Assert.Equal(SchemaState.Older, await Stores.InspectPostgresAsync(connectionString, Token));

        await using var store = Stores.Postgres(connectionString);
        Assert.Equal(0L, await ScalarAsync(connectionString, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'"));
        await store.MigrateAsync(Token);
        Assert.Equal(SchemaState.Current, await Stores.InspectPostgresAsync(connectionString, Token));
        await ScalarAsync(connectionString, "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999_later.sql', now())");
        Assert.Contains("is newer than this build", (await Assert.ThrowsAsync<StorageException>(() => Stores.InspectPostgresAsync(connectionString, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_server_not_reachable_is_transient_and_keeps_the_password()
    {
        await using var store = Stores.Postgres("Host=127.0.0.1;Port=1;Username=latbench;Password=hush;Database=latbench");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.True(exception.IsTransient);
        Assert.Equal("The Postgres database 'latbench' at 127.0.0.1:1 cannot be reached: check that it runs and that the connection string is right.", exception.Message);
    }

    [Theory]
    [InlineData("Password", "wrong", "refuses the user or the password")]
    [InlineData("Database", "nowhere", "There is no Postgres database 'nowhere'")]
    public async Task MigrateAsync_wrong_setting_is_not_transient_and_says_which(string setting, string value, string message)
    {
        var server = await PostgresServer.SharedAsync();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { [setting] = value };
        await using var store = Stores.Postgres(settings.ToString());

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.False(exception.IsTransient);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=a;Colour=blue")]
    [InlineData("Username=a")]
    public void Stores_Postgres_connection_string_that_cannot_be_read_says_so(string connectionString)
    {
        var exception = Assert.Throws<StorageException>(() => Stores.Postgres(connectionString));

        Assert.Contains("connection string cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stores_Postgres_multiplexing_is_refused()
    {
        var exception = Assert.Throws<StorageException>(() => Stores.Postgres("Host=a;Multiplexing=true"));

        Assert.Contains("sets Multiplexing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateAsync_lock_of_another_session_is_named_and_needed_only_to_change_the_schema()
    {
        var database = await CreateDatabaseAsync();
        await using var holder = await LockSchemaAsync(database);
        await using var store = Stores.Postgres(database + ";Command Timeout=1");

        var exception = await Assert.ThrowsAsync<StorageException>(() => store.MigrateAsync(Token));

        Assert.True(exception.IsTransient);
        Assert.Contains("The lock for changing the schema of the Postgres database", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"was not free within 1 s: session {holder.ProcessID} of the server holds it (holder from 127.0.0.1, idle)", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'SELECT pg_terminate_backend({holder.ProcessID})'", exception.Message, StringComparison.Ordinal);

        await ScalarAsync(database, FormattableString.Invariant($"SELECT pg_terminate_backend({holder.ProcessID})"));
        await store.MigrateAsync(Token);
        // As an earlier version leaves it behind a pooler.
        await using var again = await LockSchemaAsync(database);
        await store.MigrateAsync(Token);
    }

    [Fact]
    public async Task Calls_that_wait_too_long_say_for_what()
    {
        await using var database = (PostgresTestDatabase)await PostgresTestDatabase.CreateAsync();
        await using var holder = await database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand("LOCK TABLE tokens", holder);
        await command.ExecuteNonQueryAsync(Token);
        await using var late = Stores.Postgres(database.Address + ";Command Timeout=1;Maximum Pool Size=1;Timeout=1");
        await using var limited = Stores.Postgres(database.Address + ";Options=-c lock_timeout=100");
        await using var bounded = Stores.Postgres(database.Address + ";Options=-c statement_timeout=100");

        Assert.Contains("cancelled a statement (canceling statement due to statement timeout)", (await FailAsync(bounded)).Message, StringComparison.Ordinal);
        Assert.Contains("Another session of the Postgres database", (await FailAsync(limited)).Message, StringComparison.Ordinal);
        Assert.Contains("did not answer in time", (await FailAsync(late)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_fail_as_transient_while_the_server_is_down_and_work_again_when_it_is_back()
    {
        using var server = await PostgresServer.StartAsync();
        await using var store = Stores.Postgres(await server.CreateDatabaseAsync(null, Token));
        await store.MigrateAsync(Token);
        var waiting = store.Signals.WaitAsync("topic", TimeSpan.FromMinutes(1), Token);
        await store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token);

        await server.HaltAsync();

        Assert.True((await Assert.ThrowsAsync<StorageException>(() => store.Devices.EnrolAsync(TestData.NewDevice("lab"), Token))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StorageException>(() => store.PingAsync(Token))).IsTransient);
        Assert.True((await Assert.ThrowsAsync<StorageException>(
            () => store.Publication.ReadMeasurementsAsync(Storage.Measurements.PublicationSelection.All, "t", Token).ToListAsync(Token).AsTask())).IsTransient);
        await store.Signals.NotifyAsync("other", Token);

        await server.ResumeAsync();

        Assert.Equal(Storage.Devices.EnrolOutcome.Enrolled, await store.Devices.EnrolAsync(TestData.NewDevice("lab"), Token));
        Assert.NotNull(await store.Devices.FindAsync("lab", Token));
        // Listening again wakes every caller that waits: hints may have been lost meanwhile.
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Signals_reach_another_replica()
    {
        await using var database = await PostgresTestDatabase.CreateAsync();
        await using var other = database.OpenAnother();
        await PostgresSignalTests.ListenAsync(other);
        var wait = other.Signals.WaitAsync("topic", TimeSpan.FromMinutes(1), Token);

        await database.Store.Signals.NotifyAsync("topic", Token);

        await wait.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static async Task<string> CreateDatabaseAsync() =>
        await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template: null, Token);

    private static Task<StorageException> FailAsync(IStore store) => Assert.ThrowsAsync<StorageException>(() => store.Tokens.CreateAsync(TestData.EnrolmentToken("lab"), Token));

    /// <summary>Takes the lock of the migration, as versions before this one do: for the session.</summary>
    private static async Task<NpgsqlConnection> LockSchemaAsync(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false;Application Name=holder");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(5503808048141853544)", connection);
        await command.ExecuteNonQueryAsync(Token);
        return connection;
    }

    /// <summary>Creates a database of an older build, with rows as that has stored them, and gives its connection string.</summary>
    private static async Task<string> CreateOldAsync(string nextScript, string rows)
    {
        var connectionString = await CreateDatabaseAsync();
        var scripts = SchemaScripts.Before("Postgres", nextScript);
        var names = string.Join(", ", scripts.Select(script => $"('{script.Name}', now())"));
        foreach (var sql in scripts.Select(script => script.Sql).Append(rows).Append(
            $"CREATE TABLE schemaversions (schemaversionsid serial PRIMARY KEY, scriptname varchar(255) NOT NULL, applied timestamp NOT NULL); INSERT INTO schemaversions (scriptname, applied) VALUES {names}"))
            await ScalarAsync(connectionString, sql);
        return connectionString;
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}
