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

    private readonly Matrix _labelled;

    /// <param name="labelled">The features of what has a label.</param>
    public LinearPosterior(Matrix labelled)
    {
        _labelled = labelled;
        var covariance = new Matrix(labelled.Rows, labelled.Rows);
        for (var i = 0; i < labelled.Rows; i++)
        {
            for (var j = 0; j < labelled.Rows; j++)
                covariance[i, j] = TensorPrimitives.Dot<double>(labelled.Row(i), labelled.Row(j)) + (i == j ? NoiseVariance : 0);
        }

        Inverse = Cholesky.Factor(covariance, 1)?.Inverse() ?? throw new PredictionException("The measurements cannot be told apart by the prior: choose others.");
    }

    /// <summary>The inverse of the covariance of the labels.</summary>
    public Matrix Inverse { get; }

    /// <summary>The dual coefficients of the regression, one a label: the inverse covariance times the labels around their mean.</summary>
    /// <param name="targets">One a label.</param>
    public double[] DualCoefficients(double[] targets)
    {
        var center = targets.Average();
        double[] centred = [.. targets.Select(target => target - center)];
        return [.. Enumerable.Range(0, targets.Length).Select(i => TensorPrimitives.Dot<double>(Inverse.Row(i), centred))];
    }

    /// <summary>The mean at every row of features.</summary>
    /// <param name="targets">One a label.</param>
    /// <param name="features">Of any architectures.</param>
    public double[] Mean(double[] targets, Matrix features)
    {
        var (center, coefficients) = (targets.Average(), DualCoefficients(targets));
        var weights = new double[features.Columns];
        for (var i = 0; i < coefficients.Length; i++)
            TensorPrimitives.MultiplyAdd(_labelled.Row(i), coefficients[i], weights, weights);
        return [.. Enumerable.Range(0, features.Rows).Select(row => center + TensorPrimitives.Dot<double>(features.Row(row), weights))];
    }

    /// <summary>The standard deviation of a new label at every row of features.</summary>
    /// <param name="features">Of any architectures.</param>
    public double[] Spread(Matrix features) => [.. Enumerable.Range(0, features.Rows).Select(row => SpreadAt(features.Row(row)))];

    /// <summary>
    /// Returns how far the labels are from what the others say of them, in spreads: root mean square of the standardised leave-one-out residuals; 1 for a device that
    /// is as the prior expects, more for one that is unlike the known ones. C. E. Rasmussen, C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006), equation 5.12.
    /// </summary>
    /// <param name="targets">One a label.</param>
    public double Surprise(double[] targets) => Math.Sqrt(DualCoefficients(targets).Select((coefficient, i) => coefficient * coefficient / Inverse[i, i]).Average());

    private double SpreadAt(ReadOnlySpan<double> own)
    {
        var covariances = new double[_labelled.Rows];
        for (var i = 0; i < covariances.Length; i++)
            covariances[i] = TensorPrimitives.Dot<double>(own, _labelled.Row(i));
        var known = 0.0;
        for (var i = 0; i < covariances.Length; i++)
            known += covariances[i] * TensorPrimitives.Dot<double>(Inverse.Row(i), covariances);
        return Math.Sqrt(Math.Max(0, TensorPrimitives.SumOfSquares(own) - known) + NoiseVariance);
    }
}
