using LatBench.SnapshotFormat;

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

/// <summary>The degree of the change of a snapshot over the one before it, from least to most.</summary>
public enum SnapshotChange
{
    /// <summary>No measurement changed: packaging or descriptions only.</summary>
    Packaging,

    /// <summary>Rows or columns were added.</summary>
    Added,

    /// <summary>Rows or columns of the latency table changed or went.</summary>
    Changed,
}

/// <summary>Numbers snapshots: PATCH for packaging, MINOR for rows or columns added, MAJOR for rows changed or removed.</summary>
internal static class VersionRule
{
    /// <summary>The least version that says what changed.</summary>
    public static SnapshotVersion Next(SnapshotVersion previous, SnapshotChange change) => change switch
    {
        SnapshotChange.Packaging => previous.NextPatch(),
        SnapshotChange.Added => previous.NextMinor(),
        _ => previous.NextMajor(),
    };

    /// <summary>Holds a wished version against what changed.</summary>
    /// <exception cref="SnapshotRefusedException">The version says less than what changed, or is not after the one before.</exception>
    public static void Check(SnapshotVersion wished, SnapshotVersion previous, SnapshotChange change)
    {
        if (wished <= previous)
            throw new SnapshotRefusedException($"Version {wished} is not after {previous}, the newest snapshot; ask for {Next(previous, change)} or later.");
        var least = Next(previous, change);
        if (wished < least)
            throw new SnapshotRefusedException($"Version {wished} would hide that {Words(change)} since {previous}; ask for {least} or later.");
    }

    private static string Words(SnapshotChange change) =>
        change == SnapshotChange.Added ? "rows or columns were added" : "rows changed or were removed";
}
