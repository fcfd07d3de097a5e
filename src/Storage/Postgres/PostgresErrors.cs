using System.Net.Sockets;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>Translates errors of Postgres, of its driver and of a connection pooler into messages for the operator.</summary>
internal static class PostgresErrors
{
    private const string IdleInTransactionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";

    public static StorageException? Translate(Exception exception, string name) => exception switch
    {
        PostgresException refused => Translate(refused, name),
        NpgsqlException { InnerException: TimeoutException } late => Late(late, name),
        NpgsqlException or SocketException or TimeoutException => Unreachable(name, exception),
        _ => null,
    };

    /// <summary>Determines whether the server is there and refuses what was asked, rather than going away.</summary>
    public static bool IsRefusal(PostgresException exception) => !IsConnectionState(exception.SqlState);

    private static StorageException Translate(PostgresException exception, string name) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => WrongUser(name, exception),
        PostgresErrorCodes.InvalidCatalogName => NoDatabase(name, exception),
        PostgresErrorCodes.InsufficientPrivilege =>
            new($"The user may not do that in the {name}: grant it the right to create tables there ({exception.MessageText}).", isTransient: false, exception),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new($"The {name} takes no writes: connect to the primary server.", isTransient: true, exception),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            new($"The {name} was too busy: try again.", isTransient: true, exception),
        PostgresErrorCodes.LockNotAvailable =>
            new($"Another session of the {name} held a lock for longer than lock_timeout allows to wait: try again, and see pg_locks and pg_stat_activity for the session where that goes on.", isTransient: true, exception),
        PostgresErrorCodes.QueryCanceled =>
            new($"The {name} cancelled a statement ({exception.MessageText}): try again, and raise statement_timeout of its user where that goes on.", isTransient: true, exception),
        IdleInTransactionTimeout or TransactionTimeout =>
            new($"The {name} ended a transaction ({exception.MessageText}): try again, and raise that limit of its user where that goes on.", isTransient: true, exception),
        PostgresErrorCodes.DiskFull =>
            new($"The disk of the {name} is full: free some space.", isTransient: true, exception) { IsFull = true },
        PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement =>
            new($"A connection pooler in front of the {name} gave a transaction another session, which does not know the prepared statements of this one: put 'Max Auto Prepare=0;No Reset On Close=true' into the connection string.", isTransient: true, exception),
        PostgresErrorCodes.TooManyConnections => NoMoreConnections("max_connections", name, exception),
        PostgresErrorCodes.ProtocolViolation => TranslatePooler(exception, name),
        _ when exception.IsTransient || IsConnectionState(exception.SqlState) => Unreachable(name, exception),
        _ => new($"The {name} refused a statement: {exception.MessageText} ({exception.SqlState})", isTransient: false, exception),
    };

    /// <summary>PgBouncer has one code for all it says itself.</summary>
    private static StorageException TranslatePooler(PostgresException exception, string name)
    {
        var text = exception.MessageText;
        if (text.Contains("unsupported startup parameter", StringComparison.Ordinal))
        {
            return new(
                $"The connection pooler in front of the {name} does not pass on a setting of the connection string ({text}): remove it there and give it to the user with ALTER ROLE … SET, or add it to ignore_startup_parameters of PgBouncer, which then ignores it.",
                isTransient: false,
                exception);
        }

        if (text.Contains("authentication failed", StringComparison.Ordinal) || text.Contains("no such user", StringComparison.Ordinal))
            return WrongUser(name, exception);
        if (text.Contains("no such database", StringComparison.Ordinal) || (text.Contains("database", StringComparison.Ordinal) && text.Contains("does not exist", StringComparison.Ordinal)))
            return NoDatabase(name, exception);
        if (text.Contains("no more connections allowed", StringComparison.Ordinal))
            return NoMoreConnections("max_client_conn of PgBouncer", name, exception);
        if (text.Contains("query_wait_timeout", StringComparison.Ordinal))
        {
            return new(
                $"The connection pooler in front of the {name} had no free connection within its query_wait_timeout: try again, and raise its default_pool_size where that goes on; with pool_mode=session it must be at least the sum of 'Maximum Pool Size' over all coordinators.",
                isTransient: true,
                exception);
        }

        return Unreachable($"{name} ({text})", exception);
    }

    /// <summary>The driver gave up: on a free connection of its own, on an answer, or on a connection.</summary>
    private static StorageException Late(NpgsqlException exception, string name) =>
        exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal)
            ? new($"All connections of this process to the {name} are in use: try again, and raise 'Maximum Pool Size' in the connection string where that goes on.", isTransient: true, exception)
            : exception.Message.Contains("stream", StringComparison.Ordinal)
                ? new($"The {name} did not answer in time: it is overloaded, another session holds a lock, or its connection pooler has none free; see pg_stat_activity, and SHOW POOLS of PgBouncer, where that goes on.", isTransient: true, exception)
                : Unreachable(name, exception);

    /// <summary>Connection exceptions, and a server that stops, starts or was killed.</summary>
    private static bool IsConnectionState(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal);

    private static StorageException WrongUser(string name, Exception exception) =>
        new($"The {name} refuses the user or the password: check the connection string.", isTransient: false, exception);

    private static StorageException NoDatabase(string name, Exception exception) =>
        new($"There is no {name}: create it, or name another one.", isTransient: false, exception);

    private static StorageException NoMoreConnections(string limit, string name, Exception exception) =>
        new($"The {name} takes no more connections: raise {limit}, or set a lower 'Maximum Pool Size' in the connection string of every coordinator.", isTransient: true, exception);

    private static StorageException Unreachable(string name, Exception exception) =>
        new($"The {name} cannot be reached: check that it runs and that the connection string is right.", isTransient: true, exception);
}
