namespace LatBench.Prediction.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">What it is doing, in a few words.</param>
/// <param name="Fraction">0 to 1; never falls, and ends with 1.</param>
public readonly record struct TrainingProgress(string Stage, double Fraction);
