using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>The way in which a server is reached.</summary>
internal enum PoolingMode
{
    /// <summary>A connection is a session of the server.</summary>
    None,

    /// <summary>Through a pooler that keeps a session for each connection.</summary>
    Session,

    /// <summary>Through a pooler that may give each transaction another session.</summary>
    Transaction,
}

/// <summary>Recognises a connection pooler, PgBouncer or another, by the sessions that answer.</summary>
internal static class ConnectionPooler
{
    /// <summary>Enough that sessions which are shared are seen to be, also where other clients use them meanwhile.</summary>
    private const int Rounds = 8;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Determines whether another process than the one that answered the login answers statements: a pooler invents the key of a connection itself.</summary>
    public static async Task<bool> IsBetweenAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ProcessID != await SessionAsync(connection, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Two connections that are open at once never have one session where each keeps its own, and each always has the same one.
    /// Where the second gets no answer in time, the pool is too small to keep a session for each.
    /// </summary>
    public static async Task<PoolingMode> ModeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            return await IsSharedAsync(source, limit.Token).ConfigureAwait(false) ? PoolingMode.Transaction : PoolingMode.Session;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is OperationCanceledException or NpgsqlException { InnerException: TimeoutException })
        {
            return PoolingMode.Transaction;
        }
    }

    private static async Task<bool> IsSharedAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var first = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = first.ConfigureAwait(false);
        var session = await SessionAsync(first, cancellationToken).ConfigureAwait(false);
        var second = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = second.ConfigureAwait(false);
        for (var round = 0; round < Rounds; round++)
        {
            if (await SessionAsync(second, cancellationToken).ConfigureAwait(false) == session
                || await SessionAsync(first, cancellationToken).ConfigureAwait(false) != session)
                return true;
        }

        return false;
    }

    private static async Task<int> SessionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        await using var _ = command.ConfigureAwait(false);
        return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
