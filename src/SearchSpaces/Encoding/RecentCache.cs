using System.Collections.Concurrent;

namespace LatBench.SearchSpaces;

/// <summary>
/// A bounded cache of computed values: two generations, the older of which is dropped when the younger one is full. Thread-safe; a value may be computed more than once.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="capacity">The number of values of a generation; at most twice as many are kept.</param>
/// <param name="create">Computes the value of a key.</param>
public sealed class RecentCache<TKey, TValue>(int capacity, Func<TKey, TValue> create)
    where TKey : notnull
{
    private readonly Lock _gate = new();

    private volatile ConcurrentDictionary<TKey, TValue> _young = new();

    private volatile ConcurrentDictionary<TKey, TValue> _old = new();

    private int _count;

    /// <summary>Gets the number of values that are kept now; those in both generations count twice.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>Gets the value of a key, computed where it is not kept.</summary>
    /// <param name="key">The key.</param>
    public TValue Get(TKey key)
    {
        if (_young.TryGetValue(key, out var value))
            return value;
        if (!_old.TryGetValue(key, out value))
            value = create(key);
        Keep(key, value);
        return value;
    }

    private void Keep(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_count >= capacity)
                (_old, _young, _count) = (_young, new ConcurrentDictionary<TKey, TValue>(), 0);
            if (_young.TryAdd(key, value))
                _count++;
        }
    }
}
