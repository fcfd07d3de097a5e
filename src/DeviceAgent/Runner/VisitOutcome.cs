using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>What a step of a visit gave: a result, a failure, or neither where the model is loaded and waits to be measured.</summary>
internal sealed record VisitOutcome
{
    public PassResult? Result { get; init; }

    public VisitFailure? Failure { get; init; }

    /// <summary>The model is loaded.</summary>
    public static VisitOutcome Loaded { get; } = new();

    public static VisitOutcome Failed(FailureReason reason, string message) => new() { Failure = new VisitFailure(reason, message) };
}

/// <summary>Why a model could not be measured.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record VisitFailure(FailureReason Reason, string Message);
