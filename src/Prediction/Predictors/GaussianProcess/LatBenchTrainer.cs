using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// LatBench's own predictor: the mean of Gaussian processes on features of architectures, their length-scales learnt by marginal likelihood, robust against
/// outliers. It neither stops early nor holds labels back: all labels are learnt from, and all calibrate the intervals (see <see cref="CrossFit"/>).
/// </summary>
internal sealed class LatBenchTrainer : ITrainer
{
    /// <summary>Training takes cubic time: above so many labels a random part is used.</summary>
    private const int MaximumLabels = 1500;

    public string Name => "latbench";

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (model, factor, used) = Fit(labels, options, progress, cancellationToken);
        progress?.Report(new("fitted", 1));
        return new TrainedPredictor(Name, labels.Space, model, factor, used);
    }

    /// <summary>Trains the model alone.</summary>
    /// <param name="labels">The labels that it may see.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The model, the factor that makes a 90 % interval of its spread, and the number of labels that were used.</returns>
    public static (EnsembleModel Model, double Factor, int Labels) Fit(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        LabelledArchitecture[] all = [.. TrainingLabels.Shuffled(labels.All, options.Seed).Take(MaximumLabels)];
        var (model, factor) = new CrossFit(Encoders.Features(labels.Space), all, CrossFitPlan.For(all.Length), options.Threads, cancellationToken).Run(progress);
        return (model, factor, all.Length);
    }
}
