namespace LatBench.Measurements.Comparisons;

/// <summary>The geometric mean of ratios over the models of a table.</summary>
public static class GeometricMean
{
    /// <summary>
    /// Returns the geometric mean of the ratios with the 95 % interval that their measuring leaves; it is a figure of these models, and says nothing of others. The ratios of
    /// separate runs err together, by what one run differs from the other, so their mean is as uncertain as they are on average; those within the same passes err each for itself.
    /// </summary>
    /// <param name="ratios">The ratios; those with an infinite interval do not count.</param>
    /// <param name="samePasses">True where both sides of every ratio were measured in the same passes.</param>
    /// <returns>The mean; null where there is no ratio.</returns>
    public static LatencyRatio? Of(IEnumerable<LatencyRatio> ratios, bool samePasses)
    {
        LatencyRatio[] finite = [.. ratios.Where(ratio => double.IsFinite(ratio.HalfWidth))];
        if (finite.Length == 0) return null;
        var mean = finite.Average(ratio => Math.Log(ratio.Value));
        var (below, above) = (Spread(ratio => ratio.Value / ratio.Low), Spread(ratio => ratio.High / ratio.Value));
        return new LatencyRatio(Math.Exp(mean), Math.Exp(mean - below), Math.Exp(mean + above));

        double Spread(Func<LatencyRatio, double> side)
        {
            var parts = finite.Select(ratio => Math.Log(side(ratio))).ToArray();
            return samePasses ? Math.Sqrt(parts.Sum(part => part * part)) / parts.Length : parts.Average();
        }
    }
}
