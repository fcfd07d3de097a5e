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

    private PostgresTestDatabase(PostgresServer server, string connectionString, PgBouncer? pooler)
    {
        (_server, _connectionString, Address) = (server, connectionString, pooler?.Through(connectionString) ?? connectionString);
        Store = OpenAnother();
    }

    /// <summary>The connection string of the stores.</summary>
    public string Address { get; }

    public IStore Store { get; }

    public static Task<ITestDatabase> CreateAsync() => CreateAsync(pooler: null);

    /// <summary>The same, with its stores behind a pooler.</summary>
    public static async Task<ITestDatabase> CreateAsync(PgBouncer? pooler)
    {
        var server = await PostgresServer.SharedAsync();
        var template = await Template.Value;
        // A template can be copied by one session at a time.
        await Copying.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return new PostgresTestDatabase(server, await server.CreateDatabaseAsync(template, TestContext.Current.CancellationToken), pooler);
        }
        finally
        {
            Copying.Release();
        }
    }

    public IStore OpenAnother() => Stores.Postgres(Address);

    /// <summary>Runs a statement directly on the server and gives the first value of its result.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a session of the server itself.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, ApplicationName = "holder" }.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
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
