using System.Globalization;
using DbUp;
using DbUp.Builder;
using DbUp.Engine.Transactions;
using DbUp.Sqlite.Helpers;
using LatBench.Storage.Sql;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>
/// Brings the schema up to date, one replica after the other: lock and scripts are one transaction of one connection, so the lock ends with it however
/// that comes, also behind a connection pooler. A schema that is up to date needs no lock.
/// </summary>
internal static class PostgresMigration
{
    /// <summary>Key of the advisory lock: any number that nothing else in the database uses. Earlier versions take it as well.</summary>
    private const long LockKey = 0x4C61_7442_656E_6368;

    /// <summary>Of one script: some rewrite large tables.</summary>
    private static readonly TimeSpan ScriptTimeout = TimeSpan.FromDays(1);

    /// <exception cref="StorageException">The schema is newer than this build, or another session held the lock for longer than the command time-out of the connection string.</exception>
    public static async Task RunAsync(PostgresConnections connections, string name, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if (SchemaMigration.IsUpToDate(Scripts(connection), "Postgres", $"the {name}"))
            return;
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        if (!await TryLockAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            throw await HeldAsync(connection, name, cancellationToken).ConfigureAwait(false);
        }

        SchemaMigration.Run(Scripts(connection), "Postgres", $"the {name}");
        // Not cancelled half-way.
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Looks at the schema, and changes nothing.</summary>
    /// <exception cref="StorageException">The schema is newer than this build.</exception>
    public static async Task<SchemaState> InspectAsync(PostgresConnections connections, string name, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return SchemaMigration.IsUpToDate(Scripts(connection), "Postgres", $"the {name}") ? SchemaState.Current : SchemaState.Older;
    }

    /// <summary>Run in the transaction that is open.</summary>
    private static UpgradeEngineBuilder Scripts(NpgsqlConnection connection) =>
        DeployChanges.To.PostgresqlDatabase(new OneConnection(connection)).WithoutTransaction().WithExecutionTimeout(ScriptTimeout);

    /// <summary>The settings hold for the transaction only. Where the time-out of commands is 0, the wait has no end.</summary>
    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlCommand(
            "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)",
            connection)
        { Parameters = { new() { Value = string.Create(CultureInfo.InvariantCulture, $"{connection.CommandTimeout}s") } } };
        await using var _ = settings.ConfigureAwait(false);
        await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        // A server that runs a long statement of a coordinator that was killed would keep the lock until the statement ends.
        if (connection.PostgreSqlVersion.Major >= 14)
            await ExecuteAsync(connection, "SET LOCAL client_connection_check_interval = '1s'", cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { CommandTimeout = 0, Parameters = { new() { Value = LockKey } } };
        await using var __ = command.ConfigureAwait(false);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names the session that has the lock, as far as the user may see it.</summary>
    private static async Task<StorageException> HeldAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            """
            SELECT a.pid, COALESCE(NULLIF(a.application_name, ''), 'unknown program'), COALESCE(host(a.client_addr), 'this server'), COALESCE(a.state, 'unknown state')
            FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid = ($1 >> 32)::oid AND l.objid = ($1 & 4294967295)::oid
            """,
            connection)
        { Parameters = { new() { Value = LockKey } } };
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var holder = await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"session {reader.GetInt32(0)} of the server holds it ({reader.GetString(1)} from {reader.GetString(2)}, {reader.GetString(3)}). If no other coordinator is being started, end that session with 'SELECT pg_terminate_backend({reader.GetInt32(0)})' and start again.")
            : "it is free now. Start again.";
        return new StorageException(
            string.Create(CultureInfo.InvariantCulture, $"The lock for changing the schema of the {name} was not free within {connection.CommandTimeout} s: {holder}"), isTransient: true);
    }

    /// <summary>Lends a connection that stays open and keeps its transaction.</summary>
    private sealed class OneConnection(NpgsqlConnection connection) : DatabaseConnectionManager(_ => new SharedConnection(connection))
    {
        /// <summary>The driver takes several statements at once.</summary>
        public override IEnumerable<string> SplitScriptIntoCommands(string scriptContents) => [scriptContents];
    }
}
