namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The configuration of the BRP-NAS paper and its published program.</summary>
internal sealed record GcnOptions
{
    public int Hidden { get; init; } = 600;

    public int Layers { get; init; } = 4;

    /// <summary>The published configuration of the latency predictors has 0.002.</summary>
    public double Dropout { get; init; } = 0.002;

    public double LearningRate { get; init; } = 4e-4;

    /// <summary>Cosine annealing: the learning rate falls to 0 over the epochs along half a cosine, as in the published configuration of the accuracy predictors. False by default.</summary>
    public bool UsesCosineAnnealing { get; init; }

    public double WeightDecay { get; init; } = 5e-4;

    public int Epochs { get; init; } = 250;

    /// <summary>Epochs before the schedule and early stopping begin to look.</summary>
    public int QuietEpochs { get; init; } = 21;

    /// <summary>Epochs without improvement of 1 % after which the learning rate is halved.</summary>
    public int PlateauPatience { get; init; } = 10;

    /// <summary>Epochs without improvement after which training stops.</summary>
    public int StopPatience { get; init; } = 35;

    /// <summary>Returns the learning rate of an epoch that no validation loss has changed; the first is 0.</summary>
    public double LearningRateAt(int epoch) => UsesCosineAnnealing ? LearningRate * (1 + Math.Cos(Math.PI * epoch / Epochs)) / 2 : LearningRate;
}
