using System.Net.Sockets;
using LatBench.Storage.Signals;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>
/// Hints between replicas over LISTEN/NOTIFY; within this process directly. Where the server refuses to, or a pooler lends its sessions by transaction,
/// no hint of another replica comes, and callers that wait look again after their time.
/// </summary>
internal sealed class PostgresChangeSignal(PostgresConnections connections, TimeProvider timeProvider, Action<string>? report) : IChangeSignal, IAsyncDisposable
{
    private const string Channel = "latbench";
    private const char Separator = ' ';

    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedDelay = TimeSpan.FromMinutes(1);

    /// <summary>A notification takes milliseconds.</summary>
    private static readonly TimeSpan EchoTimeout = TimeSpan.FromSeconds(10);

    private readonly LocalChangeSignal _local = new(timeProvider);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly string _sender = Guid.NewGuid().ToString("N");
    private Task? _listening;
    private TaskCompletionSource _echo = new();
    private bool _isReported;

    public async Task NotifyAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await _local.NotifyAsync(topics, cancellationToken).ConfigureAwait(false);
        try
        {
            await SendAsync(topics, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLost(exception))
        {
            // A hint may be lost; what it hinted at is committed.
        }
    }

    public Task WaitAsync(string topic, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var wait = _local.WaitAsync(topic, timeout, cancellationToken);
        lock (_gate)
            _listening ??= _stop.IsCancellationRequested ? Task.CompletedTask : ListenAsync(_stop.Token);
        return wait;
    }

    public async ValueTask DisposeAsync()
    {
        Task? listening;
        lock (_gate)
        {
            _stop.Cancel();
            listening = _listening;
        }

        if (listening is not null)
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SendAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", connection)
        {
            Parameters = { new() { Value = Channel }, new() { Value = topics.Select(topic => $"{_sender}{Separator}{topic}").ToArray() } },
        };
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                // The session that listened would be lent to others.
                if (await connections.GetModeAsync(stop).ConfigureAwait(false) == PoolingMode.Transaction)
                    return;
                await ListenOnceAsync(stop).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (!exception.IsTransient && PostgresErrors.IsRefusal(exception))
            {
                Report(exception.MessageText);
                await Task.Delay(RefusedDelay, timeProvider, stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsLost(exception))
            {
                await Task.Delay(ReconnectDelay, timeProvider, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenOnceAsync(CancellationToken stop)
    {
        var connection = await connections.OpenAsync(stop).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        connection.Notification += (_, notification) => Receive(notification.Payload);
        var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        // Whatever was notified before.
        _local.WakeAll();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var check = CheckAsync(end.Token);
        try
        {
            while (true)
                await connection.WaitAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await check.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a notification to itself, to see that those of others would come.</summary>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var echo = _echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync([""], cancellationToken).ConfigureAwait(false);
        try
        {
            await echo.Task.WaitAsync(EchoTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Report("LISTEN hears nothing, as behind a connection pooler in transaction mode");
        }
    }

    private void Report(string reason)
    {
        if (!Interlocked.Exchange(ref _isReported, true))
            report?.Invoke($"Coordinators get no hints from each other through the database ({reason}): they look every few seconds instead.");
    }

    private void Receive(string payload)
    {
        var end = payload.IndexOf(Separator, StringComparison.Ordinal);
        if (end < 0)
            return;
        if (payload.AsSpan(0, end).SequenceEqual(_sender))
            _echo.TrySetResult();
        else
            _local.Wake(payload[(end + 1)..]);
    }

    private static bool IsLost(Exception exception) => exception is NpgsqlException or SocketException or TimeoutException;
}
