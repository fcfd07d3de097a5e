using System.Numerics.Tensors;
using LatBench.Prediction.Numerics;

namespace LatBench.Prediction.Predictors.GaussianProcess;

/// <summary>
/// The uncertainty of the predictor at a place: the variance that is left when only the labels that say most are known, and the scatter
/// of single labels. A part of the labels is enough for it, and keeps the whole space predictable in under a second.
/// </summary>
/// <param name="Chosen">Places of the chosen labels.</param>
/// <param name="Inverse">Inverse of their covariance, noise included.</param>
/// <param name="PriorVariance">The variance where nothing is known.</param>
/// <param name="LabelVariance">The scatter of single labels.</param>
internal sealed record SpreadBasis(int[] Chosen, Matrix Inverse, double PriorVariance, double LabelVariance)
{
    private const int MaximumSize = 192;

    /// <summary>Chooses labels greedily, each time the one of which the chosen ones say least (pivoted Cholesky decomposition).</summary>
    /// <param name="covariance">Between all labels, without noise.</param>
    /// <param name="noise">The noise variance of each label.</param>
    /// <param name="labelVariance">The scatter of single labels.</param>
    public static SpreadBasis Of(Matrix covariance, double[] noise, double labelVariance)
    {
        var n = covariance.Rows;
        var size = Math.Min(MaximumSize, n);
        var left = Enumerable.Range(0, n).Select(i => covariance[i, i]).ToArray();
        var columns = new Matrix(n, size);
        var chosen = new List<int>();
        for (var k = 0; k < size; k++)
        {
            var pivot = TensorPrimitives.IndexOfMax<double>(left);
            if (left[pivot] <= 1e-10)
                break;
            chosen.Add(pivot);
            var root = Math.Sqrt(left[pivot]);
            for (var i = 0; i < n; i++)
            {
                columns[i, k] = (covariance[i, pivot] - TensorPrimitives.Dot<double>(columns.Row(i)[..k], columns.Row(pivot)[..k])) / root;
                left[i] -= columns[i, k] * columns[i, k];
            }

            left[pivot] = double.NegativeInfinity; // once is enough
        }

        var between = new Matrix(chosen.Count, chosen.Count);
        for (var i = 0; i < chosen.Count; i++)
        {
            for (var j = 0; j < chosen.Count; j++)
                between[i, j] = covariance[chosen[i], chosen[j]] + (i == j ? noise[chosen[i]] + 1e-8 : 0);
        }

        var inverse = Cholesky.Factor(between, 1)?.Inverse() ?? throw new PredictionException("The training diverged: the covariance of the labels is singular; check the labels.");
        return new SpreadBasis([.. chosen], inverse, covariance[0, 0], labelVariance);
    }

    /// <summary>The spread at a place, from its covariances with all labels.</summary>
    public double At(ReadOnlySpan<double> covariances)
    {
        var own = new double[Chosen.Length];
        for (var i = 0; i < own.Length; i++)
            own[i] = covariances[Chosen[i]];
        var known = 0.0;
        for (var i = 0; i < own.Length; i++)
            known += own[i] * TensorPrimitives.Dot<double>(Inverse.Row(i), own);
        return Math.Sqrt(Math.Max(0, PriorVariance - known) + LabelVariance);
    }
}
