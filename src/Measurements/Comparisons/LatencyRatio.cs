namespace LatBench.Measurements.Comparisons;

/// <summary>The ratio of two latencies, of the second over the first, with its 95 % interval.</summary>
/// <param name="Value">The estimate; 1.05 says that the second takes 5 % longer.</param>
/// <param name="Low">Lower end of the interval, 0 or more.</param>
/// <param name="High">Upper end of the interval; infinite where nothing is known.</param>
public readonly record struct LatencyRatio(double Value, double Low, double High)
{
    /// <summary>The quantiles of the normal distribution at 95 % and at 97.5 %, one over the other. Student's are further apart, so that it errs on the wide side.</summary>
    private const double OneSided = 1.6448536 / 1.9599640;

    /// <summary>Gets the bound above which the ratio lies with 95 % confidence: one-sided, so a little above <see cref="Low"/>.</summary>
    public double LowerBound95 => Low > 0 ? Value * Math.Pow(Low / Value, OneSided) : 0;

    /// <summary>Gets the bound below which the ratio lies with 95 % confidence.</summary>
    public double UpperBound95 => Value * Math.Pow(High / Value, OneSided);

    /// <summary>Gets half of the width of the interval on the logarithmic scale: 0.01 is ±1 %.</summary>
    public double HalfWidth => Low > 0 ? Math.Log(High / Low) / 2 : double.PositiveInfinity;

    /// <summary>Determines whether a value is in the interval, its ends included.</summary>
    public bool Holds(double value) => Low <= value && value <= High;

    /// <summary>Returns the ratio with an interval that is not narrower than a half-width on the logarithmic scale.</summary>
    public LatencyRatio AtLeast(double halfWidth) =>
        this with { Low = Math.Min(Low, Value * Math.Exp(-halfWidth)), High = Math.Max(High, Value * Math.Exp(halfWidth)) };

    /// <summary>Returns the ratio of the first over the second.</summary>
    public LatencyRatio Inverse() => new(1 / Value, 1 / High, Low > 0 ? 1 / Low : double.PositiveInfinity);
}
