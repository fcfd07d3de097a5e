using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Versions;

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
