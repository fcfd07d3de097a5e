using System.Data;
using System.Data.Common;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace LatBench.Storage.Postgres;

/// <summary>One Postgres database, shared by any number of replicas. Its pool recovers by itself when a lost server is back.</summary>
internal sealed class PostgresDatabase : SqlDatabase
{
    /// <summary>Rows of one bulk statement: large enough to make round trips unimportant, small enough for memory.</summary>
    private const int BulkRows = 10_000;

    private readonly PostgresConnections _connections;
    private readonly PostgresChangeSignal _signals;
    private readonly TimeProvider _timeProvider;
    private readonly string _name;

    public PostgresDatabase(string connectionString, TimeProvider timeProvider, Action<string>? report)
    {
        var settings = PostgresSettings.Parse(connectionString);
        (_name, _timeProvider) = (settings.Name, timeProvider);
        _connections = new PostgresConnections(settings, report);
        _signals = new PostgresChangeSignal(_connections, timeProvider, report);
    }

    public override IChangeSignal Signals => _signals;

    /// <summary>NO KEY: rows that only refer to the locked one may still be inserted.</summary>
    public override string ForUpdate => "FOR NO KEY UPDATE";

    public override string ForUpdateSkipLocked => "FOR NO KEY UPDATE SKIP LOCKED";

    public override string JobsInLeaseOrder => "jobs";

    public override string NewLeaseId => "replace(gen_random_uuid()::text, '-', '')";

    public override string In(string parameter) => $"= ANY(@{parameter})";

    /// <summary>While one waits for the server, the other prepares its statements.</summary>
    public override int Lanes => 2;

    /// <summary>Many, to save round trips: leases do not wait for them.</summary>
    public override int MaxCompletions => 256;

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PostgresMigration.RunAsync(_connections, _name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Looks at the schema, and changes nothing.</summary>
    public static async Task<SchemaState> InspectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Parse(connectionString);
        var connections = new PostgresConnections(settings, report: null);
        await using var _ = connections.ConfigureAwait(false);
        try
        {
            return await PostgresMigration.InspectAsync(connections, settings.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.Translate(exception, settings.Name) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>One statement for thousands of rows: an array a column.</summary>
    public override async Task InsertManyAsync<T>(SqlSession session, string table, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows, string onConflict = "")
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", columns.Select(column => "@" + column.Name));
        foreach (var chunk in rows.Chunk(BulkRows))
        {
            var command = session.Connection.CreateCommand();
            await using var _ = command.ConfigureAwait(false);
            command.Transaction = session.Transaction;
            command.CommandText = $"INSERT INTO {table} ({names}) SELECT {names} FROM unnest({arrays}) AS row ({names}) {onConflict}";
            foreach (var column in columns)
                command.Parameters.Add(ToParameter(column, chunk));
            await command.ExecuteNonQueryAsync(session.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task UpdateManyAsync<T>(SqlSession session, string table, string set, string where, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows)
    {
        // The names of the values differ from those of the table's columns, or neither could be meant.
        var names = string.Join(", ", columns.Select(column => "new_" + column.Name));
        var arrays = string.Join(", ", columns.Select(column => "@" + column.Name));
        foreach (var chunk in rows.Chunk(BulkRows))
        {
            var command = session.Connection.CreateCommand();
            await using var _ = command.ConfigureAwait(false);
            command.Transaction = session.Transaction;
            command.CommandText =
                $"UPDATE {table} SET {set.Replace("$", "row.new_", StringComparison.Ordinal)} FROM unnest({arrays}) AS row ({names}) WHERE {where.Replace("$", "row.new_", StringComparison.Ordinal)}";
            foreach (var column in columns)
                command.Parameters.Add(ToParameter(column, chunk));
            await command.ExecuteNonQueryAsync(session.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<IAsyncDisposable?> TryAcquireAsync(LockName name, CancellationToken cancellationToken)
    {
        try
        {
            return await LeasedLock.TryAcquireAsync(_connections, _timeProvider, name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    public override Task<bool> TryAcquireAsync(SqlSession session, LockName name) => session.FindAsync<bool>(LeasedLock.TransactionSql(name));

    public override async ValueTask DisposeAsync()
    {
        await _signals.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);

    protected override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    protected override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    protected override ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    protected override StorageException? Translate(Exception exception) => PostgresErrors.Translate(exception, _name);

    private static NpgsqlParameter ToParameter<T>(BulkColumn<T> column, T[] rows) => column.Type switch
    {
        BulkType.Text => new NpgsqlParameter(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = Array.ConvertAll(rows, row => (string?)column.Value(row)) },
        BulkType.Number => new NpgsqlParameter(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = Array.ConvertAll(rows, row => (long?)column.Value(row)) },
        BulkType.Fraction => new NpgsqlParameter(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Double) { Value = Array.ConvertAll(rows, row => (double?)column.Value(row)) },
        BulkType.Bytes => new NpgsqlParameter(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = Array.ConvertAll(rows, row => (byte[]?)column.Value(row)) },
        BulkType.Flag => new NpgsqlParameter(column.Name, NpgsqlDbType.Array | NpgsqlDbType.Boolean) { Value = Array.ConvertAll(rows, row => (bool)column.Value(row)!) },
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "There is no such type."),
    };
}
