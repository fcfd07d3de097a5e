using System.Data.Common;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace LatBench.Storage.Sqlite;

/// <summary>One SQLite file in write-ahead mode. Writers of this process wait for one another; other processes wait up to the busy timeout.</summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private const int BusyTimeoutSeconds = 30;

    private readonly SemaphoreSlim _writer = new(1);
    private readonly ProcessLocks _locks = new();
    private readonly string _path;
    private readonly string _connectionString;

    public SqliteDatabase(string path, TimeProvider timeProvider)
    {
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString();
        Signals = new LocalChangeSignal(timeProvider);
    }

    public override IChangeSignal Signals { get; }

    public override string ForUpdate => "";

    public override string ForUpdateSkipLocked => "";

    /// <summary>Without statistics it would take the index of due times, and sort all jobs that are due for every lease.</summary>
    public override string JobsInLeaseOrder => "jobs INDEXED BY jobs_queued";

    public override string NewLeaseId => "lower(hex(randomblob(16)))";

    public override string In(string parameter) => $"IN @{parameter}";

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var writer = await EnterWriteAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            SqliteMigration.Run(_path, _connectionString);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>One transaction has the database to itself.</summary>
    public override int Lanes => 1;

    /// <summary>Few, because leases wait while they are stored: with 256 no more results a second were stored, and the slowest leases took twice as long.</summary>
    public override int MaxCompletions => 32;

    public override Task InsertManyAsync<T>(SqlSession session, string table, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows, string onConflict = "") =>
        ExecuteManyAsync(
            session,
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select(column => "$" + column.Name))}) {onConflict}",
            columns,
            rows);

    public override Task UpdateManyAsync<T>(SqlSession session, string table, string set, string where, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows) =>
        ExecuteManyAsync(session, $"UPDATE {table} SET {set} WHERE {where}", columns, rows);

    public override Task<IAsyncDisposable?> TryAcquireAsync(LockName name, CancellationToken cancellationToken) => Task.FromResult(_locks.TryAcquire(name));

    /// <summary>Its transaction has the database to itself.</summary>
    public override Task<bool> TryAcquireAsync(SqlSession session, LockName name) => Task.FromResult(true);

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await SqlitePragmas.ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    protected override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    protected override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    protected override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new WriterRelease(_writer);
    }

    protected override StorageException? Translate(Exception exception) => SqliteErrors.Translate(exception, _path);

    /// <summary>A prepared statement run row by row: SQLite has no round trip to save.</summary>
    private static async Task ExecuteManyAsync<T>(SqlSession session, string sql, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows)
    {
        var command = session.Connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        var parameters = columns.Select(column => new SqliteParameter { ParameterName = "$" + column.Name }).ToArray();
        command.Parameters.AddRange(parameters);
        foreach (var row in rows)
        {
            session.CancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].Value = columns[i].Value(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private sealed class WriterRelease(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}

/// <summary>Settings of every connection.</summary>
internal static class SqlitePragmas
{
    /// <summary>
    /// FULL: every commit is on the disk before it is acknowledged. NORMAL would lose the last commits in a power failure,
    /// and an agent deletes a result once it is acknowledged.
    /// </summary>
    public static async Task ApplyAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = "PRAGMA synchronous = FULL";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
