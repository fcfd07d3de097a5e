namespace LatBench.Prediction.Training;

/// <summary>The options of a training: the resources it may use.</summary>
public sealed record TrainingOptions
{
    /// <summary>Equal seeds, labels and machines give equal predictors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to compute with; results do not depend on it. 1 by default.</summary>
    public int Threads { get; init; } = 1;
}
