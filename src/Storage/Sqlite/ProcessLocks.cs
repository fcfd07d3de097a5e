using System.Collections.Concurrent;

namespace LatBench.Storage.Sqlite;

/// <summary>Locks within this process.</summary>
internal sealed class ProcessLocks
{
    private readonly ConcurrentDictionary<LockName, Held> _held = new();

    public IAsyncDisposable? TryAcquire(LockName name)
    {
        var held = new Held(name, _held);
        return _held.TryAdd(name, held) ? held : null;
    }

    private sealed class Held(LockName name, ConcurrentDictionary<LockName, Held> all) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            all.TryRemove(KeyValuePair.Create(name, this));
            return ValueTask.CompletedTask;
        }
    }
}
