using System.Collections.Concurrent;
using LatBench.Storage.Turns;

namespace LatBench.Storage.Sqlite;

/// <summary>Turns within this process.</summary>
internal sealed class ProcessTurns
{
    private readonly ConcurrentDictionary<Turn, Held> _held = new();

    public IAsyncDisposable? TryTake(Turn turn)
    {
        var held = new Held(turn, _held);
        return _held.TryAdd(turn, held) ? held : null;
    }

    private sealed class Held(Turn turn, ConcurrentDictionary<Turn, Held> all) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            all.TryRemove(KeyValuePair.Create(turn, this));
            return ValueTask.CompletedTask;
        }
    }
}
