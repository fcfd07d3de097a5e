using LatBench.Models;

namespace LatBench.Storage.Predictors;

/// <summary>A version of the predictor of a target.</summary>
public sealed record Predictor
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>The version number among the target's predictors, from 1; never given twice.</summary>
    public required int Version { get; init; }

    /// <summary>The search space whose architectures it knows.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>Gets the configuration of the models that were measured.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>The plan of its training.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>The state.</summary>
    public required PredictorState State { get; init; }

    /// <summary>Gets a value indicating whether it serves its target.</summary>
    public required bool Promoted { get; init; }

    /// <summary>The stage of its training, in a few words; null before it has begun.</summary>
    public string? Stage { get; init; }

    /// <summary>The progress of its training, 0 to 1.</summary>
    public double Fraction { get; init; }

    /// <summary>Labels it was made from.</summary>
    public int Labels { get; init; }

    /// <summary>Labels held out for the evaluation.</summary>
    public int HeldOutLabels { get; init; }

    /// <summary>The evaluation on the labels held out, as the coordinator wrote it down; opaque to the store. Null before, and where none were held out.</summary>
    public string? Evaluation { get; init; }

    /// <summary>The reason why its training failed; null unless it did.</summary>
    public TrainingFailure? Failure { get; init; }

    /// <summary>The same for a person.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>Its files; none before it is ready.</summary>
    public IReadOnlyList<PredictorFile> Files { get; init; } = [];

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its training began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its training ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The state of a predictor. The numbers are stored: they never change.</summary>
public enum PredictorState
{
    /// <summary>Waits for its turn.</summary>
    Queued = 1,

    /// <summary>Is being trained; only one is at a time.</summary>
    Training = 2,

    /// <summary>Can predict.</summary>
    Ready = 3,

    /// <summary>Its training failed.</summary>
    Failed = 4,

    /// <summary>Its training was cancelled.</summary>
    Cancelled = 5,
}

/// <summary>The reason why a training failed. The numbers are stored: they never change.</summary>
public enum TrainingFailure
{
    /// <summary>The labels cannot be learnt from.</summary>
    Labels = 1,

    /// <summary>It diverged.</summary>
    Diverged = 2,

    /// <summary>Its process ended without a result.</summary>
    Crashed = 3,

    /// <summary>It needed more time than it may.</summary>
    TimeLimit = 4,

    /// <summary>It needed more memory than it may.</summary>
    MemoryLimit = 5,

    /// <summary>The coordinator that ran it ended.</summary>
    Interrupted = 6,

    /// <summary>The predictor could not be written.</summary>
    Storage = 7,
}

/// <summary>A file of a predictor, an artefact.</summary>
/// <param name="Path">Its name, for example <c>predictor.onnx</c>.</param>
/// <param name="Sha256">Its content.</param>
/// <param name="SizeBytes">Size in bytes.</param>
public sealed record PredictorFile(string Path, string Sha256, long SizeBytes);
