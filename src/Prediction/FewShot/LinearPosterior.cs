using System.Numerics.Tensors;
using LatBench.Prediction.Numerics;

namespace LatBench.Prediction.FewShot;

/// <summary>
/// Bayesian linear regression on features whose weights are standard normal: C. M. Bishop, "Pattern Recognition and Machine Learning"
/// (2006), section 3.3, in the form whose cost grows with the labels.
/// </summary>
internal sealed class LinearPosterior
{
    /// <summary>Variance of the log latency of one label around what the features can say.</summary>
    public const double NoiseVariance = 0.003;

    private readonly Matrix _features;

    private readonly Matrix _inverse;

    private readonly int[] _places;

    /// <param name="features">Of every architecture.</param>
    /// <param name="places">The rows that have a label.</param>
    public LinearPosterior(Matrix features, int[] places)
    {
        (_features, _places) = (features, places);
        var covariance = new Matrix(places.Length, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            for (var j = 0; j < places.Length; j++)
                covariance[i, j] = TensorPrimitives.Dot<double>(features.Row(places[i]), features.Row(places[j])) + (i == j ? NoiseVariance : 0);
        }

        _inverse = Cholesky.Factor(covariance, 1)?.Inverse() ?? throw new PredictionException("The measurements cannot be told apart by the prior: choose others.");
        Spread = [.. Enumerable.Range(0, features.Rows).Select(SpreadAt)];
    }

    /// <summary>The standard deviation of a new label at every architecture.</summary>
    public double[] Spread { get; }

    /// <summary>The mean at every architecture.</summary>
    /// <param name="targets">One a label.</param>
    public double[] Mean(double[] targets)
    {
        var center = targets.Average();
        var weights = new double[_features.Columns];
        for (var i = 0; i < targets.Length; i++)
        {
            var alpha = 0.0;
            for (var j = 0; j < targets.Length; j++)
                alpha += _inverse[i, j] * (targets[j] - center);
            TensorPrimitives.MultiplyAdd(_features.Row(_places[i]), alpha, weights, weights);
        }

        return [.. Enumerable.Range(0, _features.Rows).Select(row => center + TensorPrimitives.Dot<double>(_features.Row(row), weights))];
    }

    /// <summary>
    /// Returns how far the labels are from what the others say of them, in spreads: root mean square of the standardised leave-one-out residuals; 1 for a device that
    /// is as the prior expects, more for one that is unlike the known ones. C. E. Rasmussen, C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006), equation 5.12.
    /// </summary>
    /// <param name="targets">One a label.</param>
    public double Surprise(double[] targets)
    {
        var center = targets.Average();
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            var alpha = 0.0;
            for (var j = 0; j < targets.Length; j++)
                alpha += _inverse[i, j] * (targets[j] - center);
            sum += alpha * alpha / _inverse[i, i];
        }

        return Math.Sqrt(sum / targets.Length);
    }

    private double SpreadAt(int row)
    {
        var own = _features.Row(row);
        var covariances = new double[_places.Length];
        for (var i = 0; i < covariances.Length; i++)
            covariances[i] = TensorPrimitives.Dot<double>(own, _features.Row(_places[i]));
        var known = 0.0;
        for (var i = 0; i < covariances.Length; i++)
            known += covariances[i] * TensorPrimitives.Dot<double>(_inverse.Row(i), covariances);
        return Math.Sqrt(Math.Max(0, TensorPrimitives.SumOfSquares<double>(own) - known) + NoiseVariance);
    }
}
