using System.Data.Common;
using System.Diagnostics;
using LatBench.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LatBench.Bench.Load;

/// <summary>A throw-away database: a SQLite file in the data directory, or a Postgres server of its own.</summary>
internal sealed class LoadDatabase : IAsyncDisposable
{
    private const string Script = "eng/postgres.sh";

    private readonly string? _cluster;
    private readonly string _file;

    private LoadDatabase(string data, string? cluster, string? connectionString)
    {
        _file = Path.Combine(data, "latbench.db");
        (_cluster, ConnectionString) = (cluster, connectionString);
    }

    /// <summary>Of Postgres; null for SQLite.</summary>
    public string? ConnectionString { get; }

    /// <exception cref="BenchException">Postgres did not start.</exception>
    public static async Task<LoadDatabase> StartAsync(string store, string data, CancellationToken cancellationToken)
    {
        if (store == "sqlite")
            return new LoadDatabase(data, null, null);
        // The server runs as another user, who has to reach its directory.
        var cluster = Path.Combine(Path.GetTempPath(), "latbench-load-" + Environment.ProcessId);
        var (exit, output) = await RunAsync("start", cluster, cancellationToken);
        return exit == 0
            ? new LoadDatabase(data, cluster, output.Trim() + ";Maximum Pool Size=20")
            : throw new BenchException("The throw-away Postgres did not start: install the server programs (Debian, Ubuntu: apt-get install postgresql).");
    }

    public IStore OpenStore() => ConnectionString is { } connection ? Stores.Postgres(connection) : Stores.Sqlite(_file);

    /// <summary>Reads rows of numbers and texts.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        await using DbConnection connection = ConnectionString is { } postgres ? new NpgsqlConnection(postgres) : new SqliteConnection($"Data Source={_file}");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Analyzes the tables, as a server does by itself after a while.</summary>
    public Task AnalyzeAsync(CancellationToken cancellationToken) =>
        QueryAsync(ConnectionString is null ? "ANALYZE" : "VACUUM ANALYZE", _ => 0, cancellationToken);

    /// <summary>Bytes that the table of passes takes with its indexes; of the whole file with SQLite.</summary>
    public async Task<long> PassBytesAsync(CancellationToken cancellationToken) => ConnectionString is null
        ? new FileInfo(_file).Length
        : (await QueryAsync("SELECT pg_total_relation_size('passes')", reader => reader.GetInt64(0), cancellationToken))[0];

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
        if (_cluster is not null) await RunAsync("stop", _cluster, CancellationToken.None);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string verb, string cluster, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Script), [verb, cluster]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output);
    }
}
