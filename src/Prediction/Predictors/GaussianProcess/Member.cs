using LatBench.Measurements;
using LatBench.Prediction.Labels;
using LatBench.Prediction.Training;
using LatBench.Prediction.Uncertainty;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The hyperparameters that one member of the ensemble learnt, and the processes that follow from them for any labels.</summary>
/// <param name="encoder">The features of architectures.</param>
/// <param name="hyperparameters">The terms of the covariance.</param>
/// <param name="parameters">Their amplitudes, length-scales and noise.</param>
/// <param name="fit">The fit that learns the trust in labels.</param>
internal sealed class Member(IArchitectureEncoder encoder, Hyperparameters hyperparameters, double[] parameters, RobustFit fit)
{
    private const double NormalQuantile = 1.645;

    /// <summary>Learns what matters from some labels.</summary>
    /// <param name="encoder">The features of architectures.</param>
    /// <param name="kernels">The terms of the covariance.</param>
    /// <param name="learnt">The labels to learn from.</param>
    /// <param name="reference">The labels whose median and deviation standardise the targets.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Member Learn(
        IArchitectureEncoder encoder, Kernel[] kernels, IReadOnlyList<LabelledArchitecture> learnt, IReadOnlyList<LabelledArchitecture> reference, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var hyperparameters = Hyperparameters.For(kernels, learnt.Count);
        var fit = new RobustFit(hyperparameters, progress, cancellationToken);
        return new Member(encoder, hyperparameters, fit.Learn(new LabelSet(encoder, learnt, reference)), fit);
    }

    /// <summary>The process that knows labels.</summary>
    public GaussianProcessModel Knowing(IReadOnlyList<LabelledArchitecture> known, IReadOnlyList<LabelledArchitecture> reference)
    {
        var labels = new LabelSet(encoder, known, reference);
        var likelihood = fit.Know(labels, parameters);
        var (alpha, _) = likelihood.Solve(parameters);
        var kernels = hyperparameters.Kernels;
        var scales = kernels.Select((kernel, term) => Scales(kernel, parameters.AsSpan(hyperparameters.Place(term)))).ToArray();
        var variances = kernels.Select((_, term) => Math.Exp(2 * parameters[hyperparameters.Place(term)])).ToArray();
        var model = new GaussianProcessModel(encoder, kernels, scales, variances, labels.Architectures, alpha, labels.Center, labels.Deviation);
        var noise = likelihood.Trust.Select(trust => Math.Exp(2 * parameters[^1]) / trust).ToArray();
        var scatter = Quantile.OfSorted([.. alpha.Select((weight, i) => Math.Abs(weight * noise[i])).Order()], Conformal.Level) / NormalQuantile;
        model.Spread = SpreadBasis.Of(model.Covariances(labels.Architectures), noise, scatter * scatter);
        return model;
    }

    private double[] Scales(Kernel kernel, ReadOnlySpan<double> logParameters)
    {
        var scales = new double[kernel.Features];
        for (var i = 0; i < scales.Length; i++)
            scales[i] = encoder.Scales[kernel.Group.First + i] * Math.Exp(-logParameters[i + 1]);
        return scales;
    }
}
