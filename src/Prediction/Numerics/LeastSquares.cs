namespace LatBench.Prediction.Numerics;

/// <summary>Linear least squares with a small ridge, so that columns that say the same share their weight.</summary>
internal static class LeastSquares
{
    /// <summary>Fits targets by rows; the first weight is the constant.</summary>
    /// <param name="rows">Features, one row a label.</param>
    /// <param name="targets">One a row.</param>
    /// <param name="ridge">Added to the diagonal but for the constant's entry, relative to the number of rows.</param>
    /// <param name="importance">The weight of the squared error of each row; all alike by default.</param>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets, double ridge, IReadOnlyList<double>? importance = null)
    {
        var width = rows[0].Length + 1;
        var normal = new Matrix(width, width);
        var right = new double[width];
        for (var row = 0; row < rows.Count; row++)
        {
            double[] features = [1, .. rows[row]];
            var weight = importance?[row] ?? 1;
            for (var i = 0; i < width; i++)
            {
                right[i] += weight * features[i] * targets[row];
                for (var j = 0; j <= i; j++)
                    normal[i, j] += weight * features[i] * features[j];
            }
        }

        for (var i = 1; i < width; i++)
            normal[i, i] += ridge * rows.Count;
        return Cholesky.Factor(normal, 1)?.Solve(right)
            ?? throw new PredictionException("The labels determine no linear predictor: give more of them, or other ones.");
    }
}
