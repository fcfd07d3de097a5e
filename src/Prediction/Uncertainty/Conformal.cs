namespace LatBench.Prediction.Uncertainty;

/// <summary>
/// Split-conformal intervals: the factor by which spreads must be multiplied so that 90 % of the calibration labels, and so of new ones, lie
/// inside. Source: J. Lei et al., "Distribution-free predictive inference for regression" (2018), with spreads as local weights.
/// </summary>
internal static class Conformal
{
    public const double Level = 0.90;

    /// <summary>The factor; with fewer labels than the level needs it is the largest score.</summary>
    /// <param name="residuals">Errors of labels the predictor did not see.</param>
    /// <param name="spreads">Its spreads there.</param>
    public static double Factor(IReadOnlyList<double> residuals, IReadOnlyList<double> spreads)
    {
        var scores = residuals.Zip(spreads, (residual, spread) => Math.Abs(residual) / spread).Order().ToArray();
        var rank = (int)Math.Ceiling((scores.Length + 1) * Level);
        return scores[Math.Min(rank, scores.Length) - 1];
    }
}
