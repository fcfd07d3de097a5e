namespace LatBench.Measurements;

/// <summary>
/// Quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan, "Sample quantiles in
/// statistical packages" (1996), the default of R, NumPy and pandas.
/// </summary>
public static class Quantile
{
    /// <summary>The quantile of ascending values; with n values it is the one at position (n - 1) × probability, from 0.</summary>
    /// <param name="sorted">At least one value, ascending.</param>
    /// <param name="probability">0 (least value) to 1 (greatest value).</param>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty) throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is from 0 to 1.");
        var position = (sorted.Length - 1) * probability;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
