using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Verdicts, stop reasons and failure reasons; their numbers are the same on both sides (a test holds it).</summary>
public static class VerdictMapping
{
    /// <summary>The message's value; null is unspecified.</summary>
    public static V1.Verdict ToProto(this Verdict? verdict) => (V1.Verdict)(verdict ?? 0);

    /// <summary>The domain's value; unspecified is null.</summary>
    public static Verdict? ToDomain(this V1.Verdict verdict) => verdict == V1.Verdict.Unspecified ? null : (Verdict)verdict;

    /// <summary>The message's value; null is unspecified.</summary>
    public static V1.StopReason ToProto(this StopReason? reason) => (V1.StopReason)(reason ?? 0);

    /// <summary>The message's value; null is unspecified.</summary>
    public static V1.FailureReason ToProto(this FailureReason? reason) => (V1.FailureReason)(reason ?? 0);

    /// <summary>The message's value.</summary>
    public static V1.FailureReason ToProto(this FailureReason reason) => (V1.FailureReason)reason;

    /// <summary>The domain's value; null where it is unspecified or not known here.</summary>
    public static FailureReason? ToDomain(this V1.FailureReason reason) =>
        Enum.IsDefined((FailureReason)reason) ? (FailureReason)reason : null;
}
