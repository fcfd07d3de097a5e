using System.Net.Sockets;
using LatBench.Storage.Signals;
using Npgsql;

namespace LatBench.Storage.Postgres;

/// <summary>Hints between replicas over LISTEN/NOTIFY; within this process directly.</summary>
internal sealed class PostgresChangeSignal(NpgsqlDataSource source, TimeProvider timeProvider) : IChangeSignal, IAsyncDisposable
{
    private const string Channel = "latbench";
    private const char Separator = ' ';

    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly LocalChangeSignal _local = new(timeProvider);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly string _sender = Guid.NewGuid().ToString("N");
    private Task? _listening;

    public async Task NotifyAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await _local.NotifyAsync(topics, cancellationToken).ConfigureAwait(false);
        try
        {
            var command = source.CreateCommand("SELECT pg_notify($1, payload) FROM unnest($2) AS payload");
            await using var _ = command.ConfigureAwait(false);
            command.Parameters.Add(new() { Value = Channel });
            command.Parameters.Add(new() { Value = topics.Select(topic => $"{_sender}{Separator}{topic}").ToArray() });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
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

    private async Task ListenAsync(CancellationToken stop)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                await ListenOnceAsync(stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsLost(exception))
            {
                await Task.Delay(ReconnectDelay, timeProvider, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenOnceAsync(CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        connection.Notification += (_, notification) => Receive(notification.Payload);
        var command = new NpgsqlCommand($"LISTEN {Channel}", connection);
        await using var __ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        // Whatever was notified while nobody listened.
        _local.WakeAll();
        while (true)
            await connection.WaitAsync(stop).ConfigureAwait(false);
    }

    private void Receive(string payload)
    {
        var end = payload.IndexOf(Separator, StringComparison.Ordinal);
        if (end >= 0 && !payload.AsSpan(0, end).SequenceEqual(_sender))
            _local.Wake(payload[(end + 1)..]);
    }

    private static bool IsLost(Exception exception) => exception is NpgsqlException or SocketException or TimeoutException;
}
