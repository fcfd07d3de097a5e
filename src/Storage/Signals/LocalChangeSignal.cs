using System.Collections.Concurrent;

namespace LatBench.Storage.Signals;

/// <summary>Hints within one process.</summary>
internal sealed class LocalChangeSignal(TimeProvider timeProvider) : IChangeSignal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    public Task NotifyAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
            Wake(topic);
        return Task.CompletedTask;
    }

    public Task WaitAsync(string topic, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var signal = _waiting.GetOrAdd(topic, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return EndAsync(signal.Task, timeout, cancellationToken);
    }

    public void Wake(string topic)
    {
        if (_waiting.TryRemove(topic, out var signal))
            signal.TrySetResult();
    }

    /// <summary>Wakes every caller that waits, for when hints may have been lost.</summary>
    public void WakeAll()
    {
        foreach (var topic in _waiting.Keys)
            Wake(topic);
    }

    private async Task EndAsync(Task signal, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(timeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The wait is over, as promised.
        }
    }
}
