using System.Net.Sockets;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>What an error of Postgres or its driver means to the operator.</summary>
internal static class PostgresErrors
{
    public static StorageException? Translate(Exception exception, string name) => exception switch
    {
        PostgresException refused => Translate(refused, name),
        NpgsqlException or SocketException or TimeoutException => Unreachable(name, exception),
        _ => null,
    };

    private static StorageException Translate(PostgresException exception, string name) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new($"The {name} refuses the user or the password: check the connection string.", isTransient: false, exception),
        PostgresErrorCodes.InvalidCatalogName =>
            new($"There is no {name}: create it, or name another one.", isTransient: false, exception),
        PostgresErrorCodes.InsufficientPrivilege =>
            new($"The user may not do that in the {name}: grant it the right to create tables there ({exception.MessageText}).", isTransient: false, exception),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            new($"The {name} takes no writes: connect to the primary server.", isTransient: true, exception),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled =>
            new($"The {name} was too busy: try again.", isTransient: true, exception),
        PostgresErrorCodes.DiskFull =>
            new($"The disk of the {name} is full: free some space.", isTransient: true, exception) { IsFull = true },
        _ when exception.IsTransient || IsConnectionState(exception.SqlState) => Unreachable(name, exception),
        _ => new($"The {name} refused a statement: {exception.MessageText} ({exception.SqlState})", isTransient: false, exception),
    };

    /// <summary>Connection exceptions, and a server that stops, starts or was killed.</summary>
    private static bool IsConnectionState(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal);

    private static StorageException Unreachable(string name, Exception exception) =>
        new($"The {name} cannot be reached: check that it runs and that the connection string is right.", isTransient: true, exception);
}
