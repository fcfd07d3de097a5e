using LatBench.Storage.Tests.Contract;
using LatBench.TestKit;
using Npgsql;

namespace LatBench.Storage.Tests.Postgres;

/// <summary>A copy of an empty migrated database.</summary>
internal sealed class PostgresTestDatabase : ITestDatabase
{
    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);
    private static readonly SemaphoreSlim Copying = new(1);

    private readonly PostgresServer _server;
    private readonly string _connectionString;

    private PostgresTestDatabase(PostgresServer server, string connectionString)
    {
        (_server, _connectionString) = (server, connectionString);
        Store = OpenAnother();
    }

    public IStore Store { get; }

    public static async Task<ITestDatabase> CreateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var template = await Template.Value;
        // A template can be copied by one session at a time.
        await Copying.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return new PostgresTestDatabase(server, await server.CreateDatabaseAsync(template, TestContext.Current.CancellationToken));
        }
        finally
        {
            Copying.Release();
        }
    }

    public IStore OpenAnother() => Stores.Postgres(_connectionString);

    /// <summary>Ends every session of the database.</summary>
    public async Task EndSessionsAsync()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _server.DropDatabaseAsync(_connectionString);
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var connectionString = await server.CreateDatabaseAsync(template: null, CancellationToken.None);
        await using var store = Stores.Postgres(connectionString);
        await store.MigrateAsync(CancellationToken.None);
        return connectionString;
    }
}
