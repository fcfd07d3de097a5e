using Npgsql;

namespace LatBench.TestKit;

/// <summary>
/// A Postgres server for tests: the one that <c>LATBENCH_TEST_POSTGRES</c> names, or a throw-away one
/// that ends with the process. Without server programs a test is skipped, or fails where <c>CI</c> or <c>LATBENCH_REQUIRE_ALL</c> is set.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<Task<PostgresServer>> OneForAll = new(StartSharedAsync);
    private static int _databases;

    private readonly string? _directory;

    private PostgresServer(string connectionString, string? directory) => (ConnectionString, _directory) = (connectionString, directory);

    /// <summary>Gets the connection string of a superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>The server that all tests of this process share.</summary>
    public static async Task<PostgresServer> SharedAsync() => await OrSkipAsync(() => OneForAll.Value);

    /// <summary>A server of one's own, which may be halted.</summary>
    public static async Task<PostgresServer> StartAsync() => await OrSkipAsync(StartOwnAsync);

    /// <summary>Creates an empty database, or a copy of a template that no client uses, and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? template, CancellationToken cancellationToken)
    {
        var name = FormattableString.Invariant($"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        var from = template is null ? "" : $" TEMPLATE {new NpgsqlConnectionStringBuilder(template).Database}";
        await ExecuteAsync($"CREATE DATABASE {name}{from}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ToString();
    }

    /// <summary>Removes a database that <see cref="CreateDatabaseAsync"/> made, even while clients are connected to it.</summary>
    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)", CancellationToken.None);

    /// <summary>Stops the server under its clients; only one of one's own.</summary>
    public Task HaltAsync() => RunScriptAsync("halt", Own());

    /// <summary>Starts the halted server again, at the same address.</summary>
    public Task ResumeAsync() => RunScriptAsync("start", Own());

    public void Dispose()
    {
        if (_directory is not null)
            RunScriptAsync("stop", _directory).GetAwaiter().GetResult();
    }

    private static async Task<PostgresServer> StartSharedAsync()
    {
        if (Environment.GetEnvironmentVariable("LATBENCH_TEST_POSTGRES") is { Length: > 0 } given)
            return new PostgresServer(given, null);
        var server = await StartOwnAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }

    private static async Task<PostgresServer> StartOwnAsync()
    {
        var directory = Path.Combine(Path.GetTempPath(), "latbench-postgres-" + Path.GetRandomFileName());
        return new PostgresServer(await RunScriptAsync("start", directory), directory);
    }

    private static async Task<PostgresServer> OrSkipAsync(Func<Task<PostgresServer>> start)
    {
        try
        {
            return await start();
        }
        catch (ProgramsMissingException exception)
        {
            Needed.OrSkip(exception.Message);
            throw;
        }
    }

    private static async Task<string> RunScriptAsync(string verb, string directory) => OperatingSystem.IsWindows()
        ? throw new ProgramsMissingException("No throw-away Postgres on Windows: set LATBENCH_TEST_POSTGRES to the connection string of a superuser.")
        : await Script.RunAsync("postgres.sh", verb, directory);

    private string Own() => _directory ?? throw new InvalidOperationException("Only a server of the test's own may be halted.");

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
