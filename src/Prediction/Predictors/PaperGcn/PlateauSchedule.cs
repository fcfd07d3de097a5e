namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>Halves the learning rate when the validation loss no longer falls by 1 %, and stops when it no longer falls at all.</summary>
internal sealed class PlateauSchedule(double learningRate, int plateauPatience, int stopPatience)
{
    private const double Threshold = 0.01;

    private double _plateauBest = double.PositiveInfinity;

    private double _stopBest = double.PositiveInfinity;

    private int _plateauWaits;

    private int _stopWaits;

    public double LearningRate { get; private set; } = learningRate;

    /// <summary>Takes the loss of an epoch.</summary>
    /// <returns>True where training should go on.</returns>
    public bool Continue(double loss)
    {
        if (loss < _plateauBest * (1 - Threshold))
            (_plateauBest, _plateauWaits) = (loss, 0);
        else if (++_plateauWaits > plateauPatience)
            (LearningRate, _plateauWaits) = (LearningRate / 2, 0);

        if (loss < _stopBest)
            (_stopBest, _stopWaits) = (loss, 0);
        else
            _stopWaits++;
        return _stopWaits < stopPatience;
    }
}
