namespace LatBench.Publishing.Versions;

/// <summary>The changes of a snapshot over the one before it.</summary>
/// <param name="Change">The degree of the change, which decides the version.</param>
/// <param name="Targets">The changes of the rows of the table <c>latency</c>, for every target of either snapshot, by slug.</param>
/// <param name="Tables">The other tables whose files differ, in their order.</param>
public sealed record SnapshotDelta(SnapshotChange Change, IReadOnlyList<TargetDelta> Targets, IReadOnlyList<string> Tables)
{
    /// <summary>There is nothing to compare with, so nothing can be promised.</summary>
    public static SnapshotDelta Unknown { get; } = new(SnapshotChange.Changed, [], []);
}

/// <summary>The changes of the rows of one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Rows">The counts.</param>
public sealed record TargetDelta(string Target, RowChanges Rows);
