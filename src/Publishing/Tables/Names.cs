using LatBench.Measurements;

namespace LatBench.Publishing.Tables;

/// <summary>Words that stand for enum values in the files. They never change.</summary>
internal static class Names
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Valid => "valid",
        Verdict.Suspect => "suspect",
        Verdict.Failed => "failed",
        Verdict.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Not a verdict."),
    };

    public static string Of(StopReason reason) => reason switch
    {
        StopReason.ErrorTargetMet => "error_target_met",
        StopReason.PassLimit => "pass_limit",
        StopReason.Failed => "failed",
        StopReason.Cancelled => "cancelled",
        StopReason.DeviceAbsent => "device_absent",
        StopReason.DeviceRemoved => "device_removed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a stop reason."),
    };

    public static string Of(NetworkPart part) => part switch
    {
        NetworkPart.Stem => "stem",
        NetworkPart.Edge => "edge",
        NetworkPart.Node => "node",
        NetworkPart.Sum => "sum",
        NetworkPart.Preprocessing => "preprocessing",
        NetworkPart.Concatenation => "concatenation",
        NetworkPart.Reduction => "reduction",
        NetworkPart.Head => "head",
        NetworkPart.Unmatched => "unmatched",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part of a network."),
    };

    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.ModelRejected => "model_rejected",
        FailureReason.RunnerCrashed => "runner_crashed",
        FailureReason.TimedOut => "timed_out",
        FailureReason.OutOfMemory => "out_of_memory",
        FailureReason.ArtifactCorrupt => "artifact_corrupt",
        FailureReason.ArtifactUnavailable => "artifact_unavailable",
        FailureReason.TargetUnsupported => "target_unsupported",
        FailureReason.InvalidOutput => "invalid_output",
        FailureReason.Internal => "internal",
        FailureReason.LeaseExpired => "lease_expired",
        FailureReason.DeviceRemoved => "device_removed",
        FailureReason.DeviceAbsent => "device_absent",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a failure reason."),
    };
}
