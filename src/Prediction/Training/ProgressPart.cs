namespace LatBench.Prediction.Training;

/// <summary>Tells what one of several equal parts of a training is told as progress of the whole.</summary>
/// <param name="whole">Told; may be nobody.</param>
/// <param name="part">Which part, from 0.</param>
/// <param name="parts">How many there are.</param>
internal sealed class ProgressPart(IProgress<TrainingProgress>? whole, int part, int parts) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => whole?.Report(value with { Fraction = (part + Math.Clamp(value.Fraction, 0, 1)) / parts });
}
