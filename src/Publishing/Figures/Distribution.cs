using LatBench.Measurements;

namespace LatBench.Publishing.Figures;

/// <summary>Numbers that can be asked for their quantiles, and for how many of them do not exceed a bound.</summary>
internal sealed class Distribution
{
    private readonly double[] _sorted;

    private Distribution(double[] sorted) => _sorted = sorted;

    public int Count => _sorted.Length;

    public static Distribution Of(IEnumerable<double> values) => new([.. values.Order()]);

    /// <summary>The quantile of a probability; null where there is no number.</summary>
    public double? At(double probability) => _sorted.Length == 0 ? null : Quantile.OfSorted(_sorted, probability);

    /// <summary>The share of the numbers that are at most <paramref name="bound"/>; null where there is none.</summary>
    public double? ShareUpTo(double bound) => _sorted.Length == 0 ? null : (double)_sorted.Count(value => value <= bound) / _sorted.Length;
}
