namespace LatBench.Publishing.Versions;

/// <summary>Counts what became of rows, and keeps those whose latency changed most.</summary>
public sealed class RowChanges
{
    /// <summary>The number of rows that are kept, of those whose latency changed.</summary>
    public const int MaxKept = 10;

    private readonly List<LatencyChange> _largest = [];

    /// <summary>Rows that are new.</summary>
    public long Added { get; private set; }

    /// <summary>Rows that are gone.</summary>
    public long Removed { get; private set; }

    /// <summary>Rows with another value.</summary>
    public long Changed { get; private set; }

    /// <summary>Gets a value indicating whether columns were added, which every row has then.</summary>
    public bool HasNewColumns { get; internal set; }

    /// <summary>Those whose latency changed most, relative to what it was; the largest first.</summary>
    public IReadOnlyList<LatencyChange> Largest => _largest;

    /// <summary>Gets the degree of the change.</summary>
    public SnapshotChange Change => Removed > 0 || Changed > 0 ? SnapshotChange.Changed
        : Added > 0 || HasNewColumns ? SnapshotChange.Added
        : SnapshotChange.Packaging;

    internal void Add(long rows = 1) => Added += rows;

    internal void Remove(long rows = 1) => Removed += rows;

    internal void Alter(long rows = 1) => Changed += rows;

    internal void Alter(LatencyChange change)
    {
        Changed++;
        if (change.Before == change.After)
            return;
        var place = _largest.FindIndex(known => known.Size < change.Size);
        _largest.Insert(place < 0 ? _largest.Count : place, change);
        if (_largest.Count > MaxKept)
            _largest.RemoveAt(MaxKept);
    }
}

/// <summary>A row whose latency changed.</summary>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Before">Its latency in the snapshot before, in milliseconds.</param>
/// <param name="After">Its latency now.</param>
public sealed record LatencyChange(string Architecture, double Before, double After)
{
    /// <summary>Distance relative to what it was, without sign.</summary>
    public double Size => Math.Abs((After / Before) - 1);
}
