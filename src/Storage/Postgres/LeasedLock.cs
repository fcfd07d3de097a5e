using System.Globalization;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>
/// A lock held by a lease in the database, which is renewed until it is disposed. It takes no connection meanwhile, so it works behind a pooler of any size.
/// The times are those of the server.
/// </summary>
internal sealed class LeasedLock : IAsyncDisposable
{
    /// <summary>The time after which the lock of a holder that has died is free.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    /// <summary>Tells LatBench's advisory locks from those of others in the same database.</summary>
    private const int Class = 0x4C61_7442;

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private static readonly string End = string.Create(CultureInfo.InvariantCulture, $"{Now} + {(long)Duration.TotalMicroseconds}");

    private readonly PostgresConnections _connections;
    private readonly LockName _name;
    private readonly string _holder;
    private readonly CancellationTokenSource _given = new();
    private readonly Task _renewing;
    private int _disposed;

    private LeasedLock(PostgresConnections connections, TimeProvider timeProvider, LockName name, string holder)
    {
        (_connections, _name, _holder) = (connections, name, holder);
        _renewing = RenewAsync(timeProvider, _given.Token);
    }

    /// <summary>Acquires the lock until the end of a transaction, where neither a transaction nor a lease has it.</summary>
    public static string TransactionSql(LockName name) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {TryLock(name)} AND NOT EXISTS (SELECT 1 FROM turn_leases WHERE turn = {(int)name} AND expires_at > {Now})");

    /// <summary>Acquires the lock by a lease; null where another has it. The advisory lock tells it of transactions, also of those of earlier versions.</summary>
    public static async Task<LeasedLock?> TryAcquireAsync(PostgresConnections connections, TimeProvider timeProvider, LockName name, CancellationToken cancellationToken)
    {
        var holder = Guid.NewGuid().ToString("N");
        var taken = await ExecuteAsync(
            connections,
            $"""
            INSERT INTO turn_leases (turn, holder, expires_at) SELECT $1, $2, {End} WHERE {TryLock(name)}
            ON CONFLICT (turn) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at WHERE turn_leases.expires_at <= {Now}
            """,
            name,
            holder,
            cancellationToken).ConfigureAwait(false);
        return taken ? new LeasedLock(connections, timeProvider, name, holder) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _given.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _given.Dispose();
        try
        {
            await ExecuteAsync(_connections, "DELETE FROM turn_leases WHERE turn = $1 AND holder = $2", _name, _holder, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // The server is lost; the lease runs out.
        }
    }

    private static string TryLock(LockName name) => FormattableString.Invariant($"pg_try_advisory_xact_lock({Class}, {(int)name})");

    private async Task RenewAsync(TimeProvider timeProvider, CancellationToken given)
    {
        using var timer = new PeriodicTimer(Duration / 3, timeProvider);
        var held = true;
        while (held && await timer.WaitForNextTickAsync(given).ConfigureAwait(false))
        {
            try
            {
                held = await ExecuteAsync(_connections, $"UPDATE turn_leases SET expires_at = {End} WHERE turn = $1 AND holder = $2", _name, _holder, given).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // Tried again while the lease runs; the work under it uses the same server, and fails by itself.
            }
        }
    }

    /// <summary>Runs one statement, which is a transaction by itself, and returns true where it changed the row.</summary>
    private static async Task<bool> ExecuteAsync(PostgresConnections connections, string sql, LockName name, string holder, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = (long)name }, new() { Value = holder } } };
        await using var __ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }
}
