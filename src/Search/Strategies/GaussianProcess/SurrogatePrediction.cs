using System.Numerics.Tensors;
using LatBench.SearchSpaces;

namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>The predictions of a surrogate for many architectures: mean and variance of each, of the function without the noise of one training.</summary>
internal sealed class SurrogatePrediction(Surrogate surrogate, Architecture[] architectures, KernelPoint[] points, double[][] rows, double[] mean, double[] variance)
{
    private readonly List<double[]> _rows = [.. rows];

    public Architecture[] Architectures => architectures;

    public double[] Mean => mean;

    public double[] Variance => variance;

    /// <summary>Takes an architecture for evaluated, with the result that is expected: means stay, variances around it shrink.</summary>
    /// <param name="place">Its place in <see cref="Architectures"/>.</param>
    public void Expect(int place)
    {
        var row = surrogate.Covariances(points[place], points);
        foreach (var known in _rows)
            TensorPrimitives.MultiplyAdd(known, -known[place], row, row);
        TensorPrimitives.Divide(row, Math.Sqrt(variance[place] + surrogate.Noise), row);
        Surrogate.Subtract(variance, row);
        _rows.Add(row);
    }
}
