using LatBench.Models;

namespace LatBench.Storage.Predictors;

/// <summary>The plan of the training of a predictor.</summary>
public sealed record TrainingPlan
{
    /// <summary>The name of the trainer, for example <c>latbench</c>.</summary>
    public required string Trainer { get; init; }

    /// <summary>Seed of the training and of the split of the labels.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Share of the labels to hold out for the evaluation.</summary>
    public required double HeldOutShare { get; init; }

    /// <summary>The targets to adapt from; empty for a training from the target's own labels alone.</summary>
    public IReadOnlyList<string> PriorTargets { get; init; } = [];

    /// <summary>The number of labels of the target that an adaptation takes; 0 for all.</summary>
    public int Samples { get; init; }

    /// <summary>Threads that it may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Time that it may take.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>Memory of its process in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets a value indicating whether it serves its target as soon as it is ready.</summary>
    public required bool Promote { get; init; }
}

/// <summary>A predictor to be trained.</summary>
public sealed record NewPredictor
{
    /// <summary>Chosen by the caller; a repeat with the same value gives back the first predictor. Null for none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>The search space whose architectures it knows.</summary>
    public required string SearchSpace { get; init; }

    /// <summary>Gets the configuration of the models that were measured.</summary>
    public required ModelConfiguration Configuration { get; init; }

    /// <summary>The plan of its training.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The result of a training.</summary>
/// <param name="Labels">Labels it was made from.</param>
/// <param name="HeldOutLabels">Labels held out.</param>
/// <param name="Evaluation">The evaluation on those; null where there are none.</param>
/// <param name="Files">Its files, stored as artefacts already.</param>
public sealed record TrainingResult(int Labels, int HeldOutLabels, string? Evaluation, IReadOnlyList<PredictorFile> Files);

/// <summary>A filter for predictors; null means any.</summary>
public sealed record PredictorFilter(string? Target = null, bool? Promoted = null, string? SearchSpace = null, ModelConfiguration? Configuration = null);

/// <summary>The outcome of a deletion.</summary>
public enum DeletionOutcome
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>There is none.</summary>
    NotFound,

    /// <summary>It is the only one that serves its target. Nothing was changed.</summary>
    Serves,

    /// <summary>Its training has not ended. Nothing was changed.</summary>
    NotEnded,
}
