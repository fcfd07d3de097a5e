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
        // Listening again wakes everyone: hints may have been lost meanwhile.
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

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Token);
    }
}
