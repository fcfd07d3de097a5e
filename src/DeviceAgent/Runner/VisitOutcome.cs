using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>What a visit gave: a result or a failure, never both.</summary>
internal sealed record VisitOutcome
{
    public PassResult? Result { get; init; }

    /// <summary>What the profiler saw, where the plan asked for that.</summary>
    public OperatorProfile? Profile { get; init; }

    public VisitFailure? Failure { get; init; }

    public static VisitOutcome Failed(FailureReason reason, string message) => new() { Failure = new VisitFailure(reason, message) };
}

/// <summary>Why a model could not be measured.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record VisitFailure(FailureReason Reason, string Message);
