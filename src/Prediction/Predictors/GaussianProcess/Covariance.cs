using LatBench.Prediction.Numerics;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>One kernel evaluated between all labels: its values, its slopes, and the features it saw, each divided by its length-scale.</summary>
internal sealed record Covariance(Kernel Kernel, double Variance, Matrix Scaled, Matrix Values, Matrix Slopes)
{
    /// <summary>Evaluates the lower triangle.</summary>
    public static Covariance Of(Kernel kernel, Matrix features, ReadOnlySpan<double> logParameters, int threads)
    {
        var variance = Math.Exp(2 * logParameters[0]);
        var scaled = Scale(kernel, features, logParameters);
        var n = features.Rows;
        var products = new Matrix(n, n);
        RowProducts.Multiply(scaled, scaled, products, threads);
        var (values, slopes) = (new Matrix(n, n), new Matrix(n, n));
        Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                var squared = i == j ? 0 : Math.Max(0, products[i, i] + products[j, j] - (2 * products[i, j]));
                (values[i, j], slopes[i, j]) = kernel.At(squared);
            }
        });
        return new Covariance(kernel, variance, scaled, values, slopes);
    }

    public static Matrix Scale(Kernel kernel, Matrix features, ReadOnlySpan<double> logParameters)
    {
        var scaled = new Matrix(features.Rows, kernel.Features);
        var factors = logParameters[1..(kernel.Features + 1)].ToArray().Select(length => Math.Exp(-length)).ToArray();
        for (var i = 0; i < features.Rows; i++)
        {
            for (var j = 0; j < factors.Length; j++)
                scaled[i, j] = features[i, kernel.Group.First + j] * factors[j];
        }

        return scaled;
    }

    /// <summary>
    /// The derivatives of the negative log likelihood by log amplitude and log length-scales, given G = ααᵀ − K⁻¹ (whole, symmetric).
    /// C. E. Rasmussen, C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006), equation 5.9.
    /// </summary>
    public void Gradient(Matrix g, Span<double> target, int threads)
    {
        var n = g.Rows;
        var weights = new Matrix(n, n);
        var amplitudes = new double[n];
        Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            for (var j = 0; j < n; j++)
            {
                var (row, column) = i >= j ? (i, j) : (j, i);
                weights[i, j] = g[i, j] * Slopes[row, column] * Variance;
                amplitudes[i] += g[i, j] * Values[row, column] * Variance;
            }
        });
        target[0] = -amplitudes.Sum();
        var transposed = Scaled.Transposed();
        var products = new Matrix(Kernel.Features, n);
        RowProducts.Multiply(transposed, weights, products, threads);
        var sums = Enumerable.Range(0, n).Select(i => System.Numerics.Tensors.TensorPrimitives.Sum<double>(weights.Row(i))).ToArray();
        for (var feature = 0; feature < Kernel.Features; feature++)
        {
            var total = 0.0;
            for (var i = 0; i < n; i++)
                total += transposed[feature, i] * ((transposed[feature, i] * sums[i]) - products[feature, i]);
            target[feature + 1] = 2 * total;
        }
    }
}
