using System.Data.Common;
using System.Runtime.CompilerServices;
using LatBench.Storage.Signals;

namespace LatBench.Storage.Sql;

/// <summary>The parts in which the SQL dialects differ: connections, transactions, locking, bulk inserts, errors, signals, migrations.</summary>
internal abstract class SqlDatabase : IDistributedLock, IAsyncDisposable
{
    public abstract IChangeSignal Signals { get; }

    /// <summary>Ends a SELECT whose rows this transaction is about to change; empty where a transaction has the database to itself.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>The same, passing over rows that another transaction holds.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>The table of jobs where queued jobs are read in the order of their leases, with what its planner has to be told of the index.</summary>
    public abstract string JobsInLeaseOrder { get; }

    /// <summary>An expression for the identity of a lease: 32 hexadecimal digits that no client can guess, others for every row.</summary>
    public abstract string NewLeaseId { get; }

    /// <summary>The condition that follows a column to compare it with a list parameter.</summary>
    public abstract string In(string parameter);

    /// <summary>Creates the schema or brings it up to date.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Inserts many rows; <paramref name="onConflict"/> is the tail of the statement.</summary>
    public abstract Task InsertManyAsync<T>(SqlSession session, string table, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows, string onConflict = "");

    /// <summary>
    /// Changes many rows of a table, each with values of its own: in <paramref name="set"/> and <paramref name="where"/> <c>$name</c> stands
    /// for the value of a column of <paramref name="columns"/>. The rows are locked by the caller.
    /// </summary>
    public abstract Task UpdateManyAsync<T>(SqlSession session, string table, string set, string where, IReadOnlyList<BulkColumn<T>> columns, IReadOnlyList<T> rows);

    /// <summary>Transactions of one kind that are worth running at once.</summary>
    public abstract int Lanes { get; }

    /// <summary>Results worth storing in one transaction: enough to make its commit cheap, few enough that no caller waits for it long.</summary>
    public abstract int MaxCompletions { get; }

    /// <inheritdoc/>
    public abstract Task<IAsyncDisposable?> TryAcquireAsync(LockName name, CancellationToken cancellationToken);

    /// <summary>Acquires a lock until the end of a transaction; false where another holder has it.</summary>
    public abstract Task<bool> TryAcquireAsync(SqlSession session, LockName name);

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs one read-only transaction that sees one state of the database.</summary>
    public async Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var transaction = await BeginReadAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var __ = transaction.ConfigureAwait(false);
            return await work(new SqlSession(connection, transaction, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Runs one select, which sees one state of the database by itself: no transaction has to begin and end around it.</summary>
    public async Task<IReadOnlyList<T>> SelectAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await new SqlSession(connection, transaction: null, cancellationToken).QueryAsync<T>(sql, parameters).ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Streams out of one read-only transaction that sees one state of the database.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(Func<SqlSession, IAsyncEnumerable<T>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await GuardAsync(() => OpenAsync(cancellationToken)).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await GuardAsync(() => BeginReadAsync(connection, cancellationToken)).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var rows = work(new SqlSession(connection, transaction, cancellationToken)).GetAsyncEnumerator(cancellationToken);
        await using var ___ = rows.ConfigureAwait(false);
        while (await GuardAsync(rows.MoveNextAsync).ConfigureAwait(false))
            yield return rows.Current;
    }

    /// <summary>Runs one transaction, commits it, then notifies the topics it raised.</summary>
    public async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var (result, topics) = await CommitAsync(work, cancellationToken).ConfigureAwait(false);
            await NotifyAsync(topics).ConfigureAwait(false);
            return result;
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    protected abstract ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    protected abstract ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Waits until it may write, where only one transaction may; the result is disposed after the commit.</summary>
    protected abstract ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>Translates an exception of the driver; returns null for any other exception.</summary>
    protected abstract StorageException? Translate(Exception exception);

    private async Task<(T Result, IReadOnlyCollection<string> Topics)> CommitAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken)
    {
        using var writer = await EnterWriteAsync(cancellationToken).ConfigureAwait(false);
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await BeginWriteAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var session = new SqlSession(connection, transaction, cancellationToken);
        var result = await work(session).ConfigureAwait(false);
        // Not cancelled half-way: the caller could not know whether it happened.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return (result, session.Topics);
    }

    private async Task NotifyAsync(IReadOnlyCollection<string> topics)
    {
        if (topics.Count > 0)
            await Signals.NotifyAsync(topics, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception) when (Translate(exception) is { } translated)
        {
            throw translated;
        }
    }
}
