namespace LatBench.Prediction.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Stage">The current stage, in a few words.</param>
/// <param name="Fraction">0 to 1; never falls, and ends with 1.</param>
public readonly record struct TrainingProgress(string Stage, double Fraction);
