using LatBench.Publishing.Versions;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Snapshots;

/// <summary>The changes between two snapshots, for the wire.</summary>
internal static class SnapshotDiffs
{
    public static V1.DiffSnapshotsResponse ToProto(this SnapshotDelta delta, string version, string baseVersion)
    {
        var response = new V1.DiffSnapshotsResponse { Version = version, BaseVersion = baseVersion, Change = Word(delta.Change), Tables = { delta.Tables } };
        response.Targets.AddRange(delta.Targets.Select(ToProto));
        return response;
    }

    private static V1.TargetDiff ToProto(TargetDelta target)
    {
        var diff = new V1.TargetDiff { Target = target.Target, Added = target.Rows.Added, Removed = target.Rows.Removed, Changed = target.Rows.Changed };
        diff.Largest.AddRange(target.Rows.Largest.Select(change => new V1.LatencyDiff { Architecture = change.Architecture, BeforeMs = change.Before, AfterMs = change.After }));
        return diff;
    }

    private static string Word(SnapshotChange change) => change switch
    {
        SnapshotChange.Packaging => "patch",
        SnapshotChange.Added => "minor",
        _ => "major",
    };
}
