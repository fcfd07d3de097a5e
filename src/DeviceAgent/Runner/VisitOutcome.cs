using System.Text.Json.Serialization;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>The outcome of a step of a visit: a result, a profile, a failure, or nothing yet where the model is loaded and waits to be measured.</summary>
internal sealed record VisitOutcome
{
    public PassResult? Result { get; init; }

    /// <summary>The core around the block; null where the model does not run on the CPU.</summary>
    public CoreReadings? Core { get; init; }

    /// <summary>The profile, where the plan asked for one.</summary>
    public OperatorProfile? Profile { get; init; }

    public VisitFailure? Failure { get; init; }

    /// <summary>The model is loaded.</summary>
    public static VisitOutcome Loaded { get; } = new();

    /// <summary>Gets a value indicating whether the model waits to be measured.</summary>
    [JsonIgnore]
    public bool IsLoaded => Result is null && Profile is null && Failure is null;

    public static VisitOutcome Failed(FailureReason reason, string message) => new() { Failure = new VisitFailure(reason, message) };
}

/// <summary>The reason why a model could not be measured.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record VisitFailure(FailureReason Reason, string Message);
