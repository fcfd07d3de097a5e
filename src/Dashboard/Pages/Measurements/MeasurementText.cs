using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Measurements in words.</summary>
internal static class MeasurementText
{
    /// <summary>Gets the word for a verdict, with the class of its badge.</summary>
    public static (string Text, string Kind) Of(Verdict verdict) => verdict switch
    {
        Verdict.Valid => ("valid", "good"),
        Verdict.Suspect => ("suspect", "warn"),
        Verdict.Failed => ("failed", "bad"),
        Verdict.Cancelled => ("cancelled", ""),
        _ => ("pending", "busy"),
    };

    /// <summary>Gets the reason of a failure.</summary>
    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.ModelRejected => "The runtime refused the model",
        FailureReason.RunnerCrashed => "The runner process ended unexpectedly",
        FailureReason.TimedOut => "The model did not finish within its time limit",
        FailureReason.OutOfMemory => "The model needed more memory than it may have",
        FailureReason.ArtifactCorrupt => "A file did not have the expected hash",
        FailureReason.ArtifactUnavailable => "A file could not be fetched",
        FailureReason.TargetUnsupported => "The settings of the target could not be applied",
        FailureReason.InvalidOutput => "The outputs were not finite, or not as expected",
        FailureReason.LeaseExpired => "The agent was cut off too often",
        FailureReason.DeviceRemoved => "The device was removed",
        FailureReason.Internal => "The agent failed",
        FailureReason.DeviceAbsent => "The browser did not come back",
        _ => "Not told",
    };

    /// <summary>Gets the reason why no further pass was made.</summary>
    public static string Of(StopReason reason) => reason switch
    {
        StopReason.ErrorTargetMet => "the interval is as narrow as was wished",
        StopReason.PassLimit => "the most passes were made",
        StopReason.Failed => "it failed",
        StopReason.Cancelled => "the campaign was cancelled",
        StopReason.DeviceAbsent => "the browser did not come back",
        StopReason.DeviceRemoved => "the device was removed",
        _ => "not yet",
    };

    /// <summary>Gets the name of a part of a network.</summary>
    public static string Of(NetworkPart part) => part switch
    {
        NetworkPart.Stem => "stem",
        NetworkPart.Edge => "edges of cells",
        NetworkPart.Node => "vertices of cells",
        NetworkPart.Sum => "sums in cells",
        NetworkPart.Reduction => "reduction cells",
        NetworkPart.Head => "head",
        NetworkPart.Preprocessing => "inputs of cells",
        NetworkPart.Concatenation => "outputs of cells",
        _ => "added by the runtime",
    };
}
