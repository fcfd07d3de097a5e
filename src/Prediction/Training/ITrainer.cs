using LatBench.Prediction.Labels;

namespace LatBench.Prediction.Training;

/// <summary>One way to make a predictor from labels.</summary>
public interface ITrainer
{
    /// <summary>The name in commands and figures, such as <c>latbench</c>.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether it reads the cell graph of an architecture, which not every space has (<see cref="SearchSpaces.ArchitectureEncoders.Graph"/>).</summary>
    bool NeedsCellGraph => false;

    /// <summary>Trains a predictor.</summary>
    /// <param name="labels">The labels that it may see.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PredictionException">The training diverged.</exception>
    TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);
}
