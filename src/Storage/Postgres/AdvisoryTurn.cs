using LatBench.Storage.Turns;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>An advisory lock, held by a transaction that does nothing else.</summary>
internal sealed class AdvisoryTurn : IAsyncDisposable
{
    /// <summary>Tells LatBench's locks from those of others in the same database.</summary>
    private const int Class = 0x4C61_7442;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private AdvisoryTurn(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <summary>Takes the lock until the end of a transaction, where it is free.</summary>
    public static string Sql(Turn turn) => FormattableString.Invariant($"SELECT pg_try_advisory_xact_lock({Class}, {(int)turn})");

    public static async Task<AdvisoryTurn?> TryTakeAsync(NpgsqlDataSource source, Turn turn, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand(Sql(turn), connection, transaction);
            await using var _ = command.ConfigureAwait(false);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
                return new AdvisoryTurn(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
