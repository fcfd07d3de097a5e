using LatBench.Measurements;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Numerics;
using LatBench.Prediction.Training;
using LatBench.Prediction.Uncertainty;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// LatBench's own predictor: a Gaussian process on cell features, its length-scales learnt by marginal likelihood, robust against outliers. It
/// needs no label for early stopping, so it learns from all of them, and calibrates its intervals by leaving out one label at a time.
/// </summary>
internal sealed class LatBenchTrainer : ITrainer
{
    /// <summary>Training takes cubic time: above so many labels a random part is used.</summary>
    private const int MaximumLabels = 2500;

    private const int ManyLabels = 300;

    public string Name => "latbench";

    public TrainedPredictor Train(
        TrainingLabels labels, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var used = TrainingLabels.Shuffled(labels.All, options.Seed).Take(MaximumLabels).OrderBy(label => label.Architecture.Index).ToArray();
        var table = FeatureTable.Instance;
        var features = new Matrix(used.Length, table.Width);
        for (var i = 0; i < used.Length; i++)
        {
            var row = table.Row(used[i].Architecture);
            for (var j = 0; j < row.Length; j++)
                features[i, j] = row[j] * table.Scales[j];
        }

        var logs = used.Select(label => label.LogMilliseconds).ToArray();
        var center = Quantile.OfSorted([.. logs.Order()], 0.5);
        var deviation = Math.Sqrt(logs.Average(log => (log - center) * (log - center)));
        var targets = logs.Select(log => (log - center) / deviation).ToArray();

        Kernel[] kernels =
        [
            new(KernelShape.Matern32, table.Width),
            new(KernelShape.Gaussian, used.Length < ManyLabels ? CellFeatures.Counts : CellFeatures.CountsAndPaths),
        ];
        var hyperparameters = Hyperparameters.For(kernels, used.Length);
        var (parameters, likelihood) = RobustFit.Run(hyperparameters, features, targets, options.Threads, progress, cancellationToken);
        var (alpha, inverse) = likelihood.Solve(parameters);
        var scales = kernels.Select((kernel, term) => Scales(kernel, parameters.AsSpan(hyperparameters.Place(term)))).ToArray();
        var variances = kernels.Select((_, term) => Math.Exp(2 * parameters[hyperparameters.Place(term)])).ToArray();
        var model = new GaussianProcessModel(kernels, scales, variances, [.. used.Select(label => label.Architecture)], alpha, center, deviation);
        var noise = likelihood.Trust.Select(trust => Math.Exp(2 * parameters[^1]) / trust).ToArray();
        return new TrainedPredictor(Name, model, Calibrate(model, alpha, inverse, noise, deviation), used.Length);
    }

    private static double[] Scales(Kernel kernel, ReadOnlySpan<double> logParameters)
    {
        var scales = new double[kernel.Features];
        for (var i = 0; i < scales.Length; i++)
            scales[i] = FeatureTable.Instance.Scales[i] * Math.Exp(-logParameters[i + 1]);
        return scales;
    }

    /// <summary>Sets the model's spread and returns the factor of its intervals, both from leaving out one label at a time, which has a closed form.</summary>
    private static double Calibrate(GaussianProcessModel model, double[] alpha, Matrix inverse, double[] noise, double deviation)
    {
        var residuals = alpha.Select((weight, i) => weight / inverse[i, i]).ToArray();
        var scatter = Quantile.OfSorted([.. alpha.Select((weight, i) => Math.Abs(weight * noise[i])).Order()], Conformal.Level) / 1.645;
        var covariances = model.Covariances(model.Labels);
        model.Spread = SpreadBasis.Of(covariances, noise, scatter * scatter);
        var spreads = residuals.Select((_, i) => deviation * model.Spread.WithoutLabel(i, covariances.Row(i), noise[i])).ToArray();
        return Conformal.Factor([.. residuals.Select(residual => deviation * residual)], spreads);
    }
}
