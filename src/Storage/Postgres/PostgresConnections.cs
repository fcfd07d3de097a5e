using System.Diagnostics;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>
/// The connections of one database. The first that is opened shows whether a connection pooler is between, and with which settings all of them are made:
/// behind a pooler no prepared statements, because they belong to a session, and no statements that reset one.
/// </summary>
/// <param name="settings">The connection string.</param>
/// <param name="report">Takes one sentence for the log.</param>
internal sealed class PostgresConnections(PostgresSettings settings, Action<string>? report) : IAsyncDisposable
{
    private readonly SemaphoreSlim _choosing = new(1);
    private volatile Choice? _choice;

    /// <summary>Opens a connection, or takes one that is idle.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var choice = _choice ?? await ChooseAsync(cancellationToken).ConfigureAwait(false);
        return await choice.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the way in which the server is reached.</summary>
    public async ValueTask<PoolingMode> GetModeAsync(CancellationToken cancellationToken) =>
        (_choice ?? await ChooseAsync(cancellationToken).ConfigureAwait(false)).Mode;

    public async ValueTask DisposeAsync()
    {
        if (_choice is { } choice)
            await choice.Source.DisposeAsync().ConfigureAwait(false);
        _choosing.Dispose();
    }

    /// <summary>Nothing is kept of a server that does not answer: the next call asks again.</summary>
    private async Task<Choice> ChooseAsync(CancellationToken cancellationToken)
    {
        await _choosing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _choice ??= await UseAsync(NpgsqlDataSource.Create(settings.Direct), TryDirectAsync, cancellationToken).ConfigureAwait(false)
                ?? await UseAsync(NpgsqlDataSource.Create(settings.BehindPooler), UsePoolerAsync, cancellationToken).ConfigureAwait(false)
                ?? throw new UnreachableException();
        }
        finally
        {
            _choosing.Release();
        }
    }

    /// <summary>Keeps a source where it was chosen, and ends it otherwise.</summary>
    private static async Task<Choice?> UseAsync(NpgsqlDataSource source, Func<NpgsqlDataSource, CancellationToken, Task<Choice?>> choose, CancellationToken cancellationToken)
    {
        Choice? choice = null;
        try
        {
            return choice = await choose(source, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (choice is null)
                await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<Choice?> TryDirectAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await ConnectionPooler.IsBetweenAsync(connection, cancellationToken).ConfigureAwait(false) ? null : new Choice(source, PoolingMode.None);
    }

    private async Task<Choice?> UsePoolerAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var mode = await ConnectionPooler.ModeAsync(source, cancellationToken).ConfigureAwait(false);
        var prepared = settings.BehindPooler.MaxAutoPrepare == 0 ? "Statements are not prepared" : "Statements are prepared because the connection string says so";
        report?.Invoke(mode == PoolingMode.Session
            ? $"A connection pooler in session mode is in front of the {settings.Name}. {prepared}."
            : $"A connection pooler in transaction mode is in front of the {settings.Name}. {prepared}, and coordinators get no hints from each other: they look every few seconds instead.");
        return new Choice(source, mode);
    }

    private sealed record Choice(NpgsqlDataSource Source, PoolingMode Mode);
}
