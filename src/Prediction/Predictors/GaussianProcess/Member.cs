using LatBench.Measurements;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Uncertainty;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>A Gaussian process that knows its labels, and how far it is from each when it does not know that one.</summary>
/// <param name="Model">The process.</param>
/// <param name="Residuals">Log latency of each label minus what the others say of it.</param>
/// <param name="Spreads">The spread there, the label left out.</param>
internal sealed record Member(GaussianProcessModel Model, double[] Residuals, double[] Spreads)
{
    private const double NormalQuantile = 1.645;

    /// <summary>Lets a process with known parameters learn labels.</summary>
    public static Member Of(Hyperparameters hyperparameters, double[] parameters, LabelSet labels, MarginalLikelihood likelihood)
    {
        var (alpha, inverse) = likelihood.Solve(parameters);
        var kernels = hyperparameters.Kernels;
        var scales = kernels.Select((kernel, term) => Scales(kernel, parameters.AsSpan(hyperparameters.Place(term)))).ToArray();
        var variances = kernels.Select((_, term) => Math.Exp(2 * parameters[hyperparameters.Place(term)])).ToArray();
        var model = new GaussianProcessModel(kernels, scales, variances, labels.Architectures, alpha, labels.Center, labels.Deviation);
        var noise = likelihood.Trust.Select(trust => Math.Exp(2 * parameters[^1]) / trust).ToArray();
        var scatter = Quantile.OfSorted([.. alpha.Select((weight, i) => Math.Abs(weight * noise[i])).Order()], Conformal.Level) / NormalQuantile;
        var covariances = model.Covariances(labels.Architectures);
        model.Spread = SpreadBasis.Of(covariances, noise, scatter * scatter);
        return new Member(
            model,
            [.. alpha.Select((weight, i) => labels.Deviation * weight / inverse[i, i])],
            [.. alpha.Select((_, i) => labels.Deviation * model.Spread.WithoutLabel(i, covariances.Row(i), noise[i]))]);
    }

    private static double[] Scales(Kernel kernel, ReadOnlySpan<double> logParameters)
    {
        var scales = new double[kernel.Features];
        for (var i = 0; i < scales.Length; i++)
            scales[i] = FeatureTable.Instance.Scales[kernel.Group.First + i] * Math.Exp(-logParameters[i + 1]);
        return scales;
    }
}
