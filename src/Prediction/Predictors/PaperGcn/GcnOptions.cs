namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The configuration of the BRP-NAS paper and its published program.</summary>
internal sealed record GcnOptions
{
    public int Hidden { get; init; } = 600;

    public int Layers { get; init; } = 4;

    /// <summary>The published configuration of the latency predictors has 0.002.</summary>
    public double Dropout { get; init; } = 0.002;

    public double LearningRate { get; init; } = 4e-4;

    public double WeightDecay { get; init; } = 5e-4;

    public int Epochs { get; init; } = 250;

    /// <summary>Epochs before the schedule and early stopping begin to look.</summary>
    public int QuietEpochs { get; init; } = 21;

    /// <summary>Epochs without improvement of 1 % after which the learning rate is halved.</summary>
    public int PlateauPatience { get; init; } = 10;

    /// <summary>Epochs without improvement after which training stops.</summary>
    public int StopPatience { get; init; } = 35;
}
