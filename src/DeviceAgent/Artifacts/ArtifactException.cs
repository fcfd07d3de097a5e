using LatBench.Measurements;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>An artefact cannot be had; the message is one sentence for a person.</summary>
internal sealed class ArtifactException(FailureReason reason, string message) : Exception(message)
{
    /// <summary><see cref="FailureReason.ArtifactCorrupt"/> or <see cref="FailureReason.ArtifactUnavailable"/>.</summary>
    public FailureReason Reason { get; } = reason;
}
