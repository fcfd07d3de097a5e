using LatBench.SearchSpaces;

namespace LatBench.Search.Candidates;

/// <summary>Keeps a limited number of the architectures that come by: the best by a prior, or the first where there is none. Not thread-safe.</summary>
/// <param name="capacity">The number of architectures that are kept, at least 1.</param>
/// <param name="prior">An estimate of the quality, higher is better; null where there is none.</param>
internal sealed class CandidatePool(int capacity, Func<Architecture, double>? prior)
{
    private readonly PriorityQueue<Architecture, (double Prior, int Order)> _kept = new();

    private int _order;

    /// <summary>Gets the architectures that are kept, in no order.</summary>
    public IEnumerable<Architecture> Kept => _kept.UnorderedItems.Select(item => item.Element);

    /// <summary>Gets a value indicating whether nothing that comes changes it any more.</summary>
    public bool IsComplete => prior is null && _kept.Count == capacity;

    /// <summary>Takes an architecture; of equal ones the earlier stays.</summary>
    public void Add(Architecture architecture)
    {
        var worth = (prior?.Invoke(architecture) ?? 0, --_order);
        if (_kept.Count < capacity)
            _kept.Enqueue(architecture, worth);
        else
            _kept.EnqueueDequeue(architecture, worth);
    }
}
