using System.Text.Json.Serialization;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>The outcome of a step of a job: a result, a profile, a failure, or nothing yet where the model is loaded and waits to be measured.</summary>
internal sealed record JobOutcome
{
    public PassResult? Result { get; init; }

    /// <summary>The core around the block; null where the model does not run on the CPU.</summary>
    public CoreReadings? Core { get; init; }

    /// <summary>The profile, where the plan asked for one.</summary>
    public OperatorProfile? Profile { get; init; }

    public ModelFailure? Failure { get; init; }

    /// <summary>The model is loaded.</summary>
    public static JobOutcome Loaded { get; } = new();

    /// <summary>Gets a value indicating whether the model waits to be measured.</summary>
    [JsonIgnore]
    public bool IsLoaded => Result is null && Profile is null && Failure is null;

    public static JobOutcome Failed(FailureReason reason, string message) => new() { Failure = new ModelFailure(reason, message) };
}

/// <summary>The reason why a model could not be measured.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Message">One sentence for a person.</param>
internal sealed record ModelFailure(FailureReason Reason, string Message);

/// <summary>Ends a job with a failure that is recorded as its outcome.</summary>
internal sealed class JobException(FailureReason reason, string message) : Exception(message)
{
    public ModelFailure Failure { get; } = new(reason, message);
}
