namespace LatBench.Bench.Startup;

/// <summary>Durations of the same thing.</summary>
/// <param name="milliseconds">In any order.</param>
internal sealed class Times(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Median => Quantile(0.5);

    /// <summary>Gets the nearest of the durations at or above a share of them.</summary>
    public double Quantile(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
