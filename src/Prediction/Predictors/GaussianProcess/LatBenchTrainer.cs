using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.Prediction.Uncertainty;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// LatBench's own predictor: the mean of two Gaussian processes on cell features, their length-scales learnt by marginal likelihood, robust against
/// outliers. What matters is learnt from the training labels alone; validation labels calibrate the intervals, each
/// predicted from all the others, and are known to the predictor as well.
/// </summary>
internal sealed class LatBenchTrainer : ITrainer
{
    /// <summary>Training takes cubic time: above so many labels a random part is used.</summary>
    private const int MaximumLabels = 2500;

    /// <summary>With fewer validation labels the intervals are calibrated by all labels, each left out once.</summary>
    private const int EnoughToCalibrate = 50;

    public string Name => "latbench";

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        LabelledArchitecture[] train = [.. TrainingLabels.Shuffled(labels.Train, options.Seed).Take(MaximumLabels).OrderBy(label => label.Architecture.Index)];
        LabelledArchitecture[] all = [.. train, .. labels.Validation.Take(MaximumLabels / 5)];
        var (known, whole) = (new LabelSet(train, all), new LabelSet(all, all));
        List<Member> members = [];
        var sets = KernelSets.For(train.Length);
        foreach (var kernels in sets)
        {
            var hyperparameters = Hyperparameters.For(kernels, train.Length);
            var fit = new RobustFit(hyperparameters, options.Threads, new ProgressPart(progress, members.Count, sets.Length), cancellationToken);
            var parameters = fit.Learn(known);
            members.Add(Member.Of(hyperparameters, parameters, whole, fit.Know(whole, parameters)));
        }

        progress?.Report(new("fitted", 1));
        var calibration = labels.Validation.Count < EnoughToCalibrate ? 0 : train.Length;
        return new TrainedPredictor(Name, new EnsembleModel([.. members.Select(member => member.Model)]), Factor(members, calibration), all.Length);
    }

    /// <summary>The factor of the intervals by the labels from a place on, each as if the predictor did not know it.</summary>
    private static double Factor(List<Member> members, int first) => Conformal.Factor(
        [.. members[0].Residuals.Select((_, i) => members.Average(member => member.Residuals[i])).Skip(first)],
        [.. members[0].Spreads.Select((_, i) => members.Average(member => member.Spreads[i])).Skip(first)]);
}
