using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>The similarity of two architectures as a function of their squared distance, 1 at distance 0; and its derivative by the squared distance.</summary>
internal enum KernelShape
{
    /// <summary>(1 + √3·r)·exp(−√3·r): rough, for what depends on details.</summary>
    Matern32,

    /// <summary>exp(−r²/2): smooth, for the broad trend.</summary>
    Gaussian,
}

/// <summary>One term of the covariance: a shape over a group of features.</summary>
/// <param name="Shape">Its form.</param>
/// <param name="Group">The features it looks at.</param>
internal sealed record Kernel(KernelShape Shape, FeatureGroup Group)
{
    public int Features => Group.Count;

    public (double Value, double Slope) At(double squaredDistance)
    {
        if (Shape == KernelShape.Gaussian)
        {
            var value = Math.Exp(-0.5 * squaredDistance);
            return (value, -0.5 * value);
        }

        var r = Math.Sqrt((3 * squaredDistance) + 1e-12);
        var decay = Math.Exp(-r);
        return ((1 + r) * decay, -1.5 * decay);
    }
}
