namespace LatBench.Prediction.Training;

/// <summary>Puts the progress of equal parts, which may run side by side, together to that of the whole. Thread-safe.</summary>
/// <param name="whole">Receives the progress of the whole; null where no caller wants it.</param>
/// <param name="parts">The number of parts.</param>
internal sealed class ProgressParts(IProgress<TrainingProgress>? whole, int parts)
{
    private readonly double[] _fractions = new double[parts];

    private readonly Lock _turn = new();

    /// <summary>Returns the object that a part reports its progress to.</summary>
    public IProgress<TrainingProgress> Part(int part) => new Teller(this, part);

    private void Tell(int part, TrainingProgress value)
    {
        lock (_turn)
        {
            _fractions[part] = Math.Clamp(value.Fraction, _fractions[part], 1);
            whole?.Report(value with { Fraction = _fractions.Sum() / _fractions.Length });
        }
    }

    private sealed class Teller(ProgressParts parts, int part) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => parts.Tell(part, value);
    }
}
