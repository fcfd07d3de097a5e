using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Ends a visit with a failure that is recorded as its outcome.</summary>
internal sealed class VisitException(FailureReason reason, string message) : Exception(message)
{
    public VisitFailure Failure { get; } = new(reason, message);
}
