namespace LatBench.Onnx.Conversion;

/// <summary>
/// The expected values of an activation, from which the range of its quantisation comes. Sums, products, quotients and square roots of doubles in a fixed order: the
/// same on every machine.
/// </summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value.</param>
/// <param name="Mean">The mean of all channels.</param>
/// <param name="Variance">The variance over all channels.</param>
internal readonly record struct Activation(double Low, double High, double Mean, double Variance)
{
    /// <summary>Standard deviations to either side of the mean that a range covers.</summary>
    private const double Deviations = 4;

    /// <summary>The mean of the positive half of a standard normal distribution, over all of it.</summary>
    private const double HalfNormalMean = 0.8;

    /// <summary>Gets the values of an activation of which nothing is known.</summary>
    public static Activation Normal { get; } = new(-Deviations, Deviations, 0, 1);

    /// <summary>Gets the values of a probability or a gate.</summary>
    public static Activation Unit { get; } = new(0, 1, 0.5, 1.0 / 12);

    /// <summary>Gets a value indicating whether no value is infinite or no number.</summary>
    public bool IsFinite => double.IsFinite(Low) && double.IsFinite(High) && double.IsFinite(Mean) && double.IsFinite(Variance);

    private double MeanSquare => Mean * Mean + Variance;

    public static Activation Uniform(double low, double high) => new(low, high, (low + high) / 2, (high - low) * (high - low) / 12);

    /// <summary>Gets the values of a constant.</summary>
    public static Activation Of(ReadOnlySpan<float> values)
    {
        double low = double.MaxValue, high = double.MinValue, sum = 0, squares = 0;
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            sum += value;
            squares += (double)value * value;
        }

        if (values.IsEmpty)
            return default;
        var mean = sum / values.Length;
        return new Activation(low, high, mean, Math.Max(0, squares / values.Length - mean * mean));
    }

    /// <summary>Gets the values after sums of products with kernels, given the sums of each channel's weights and of their squares, and its bias.</summary>
    public Activation Weighted(IReadOnlyList<(double Sum, double Squares, double Bias)> channels)
    {
        double low = double.MaxValue, high = double.MinValue, sum = 0, squares = 0;
        foreach (var channel in channels)
        {
            var mean = Mean * channel.Sum + channel.Bias;
            var variance = Variance * channel.Squares;
            var reach = Deviations * Math.Sqrt(variance);
            (low, high) = (Math.Min(low, mean - reach), Math.Max(high, mean + reach));
            sum += mean;
            squares += mean * mean + variance;
        }

        var center = sum / channels.Count;
        return new Activation(low, high, center, Math.Max(0, squares / channels.Count - center * center));
    }

    /// <summary>Gets the values after a lower and an upper limit.</summary>
    public Activation Clipped(double low, double high)
    {
        var deviation = Math.Sqrt(Variance);
        var size = Math.Sqrt(Mean * Mean + HalfNormalMean * HalfNormalMean * Variance);
        var positive = MeanSquare > 0 ? (1 + Mean / Math.Sqrt(MeanSquare)) / 2 : 0;
        var mean = low >= 0 ? (Mean + size) / 2 : Mean;
        var meanSquare = low >= 0 ? MeanSquare * positive : MeanSquare;
        mean = Math.Clamp(mean, low, high);
        var limited = new Activation(Math.Clamp(Low, low, high), Math.Clamp(High, low, high), mean, Math.Max(0, meanSquare - mean * mean));
        return limited.High > limited.Low ? limited : limited with { Low = low, High = Math.Min(high, Math.Max(low, 0) + Math.Max(deviation, 1)) };
    }

    public Activation Plus(Activation other) => Around(Mean + other.Mean, Variance + other.Variance, Low + other.Low, High + other.High);

    public Activation Times(Activation other)
    {
        double[] products = [Low * other.Low, Low * other.High, High * other.Low, High * other.High];
        var mean = Mean * other.Mean;
        return Around(mean, Math.Max(0, MeanSquare * other.MeanSquare - mean * mean), products.Min(), products.Max());
    }

    public Activation Or(Activation other)
    {
        var mean = (Mean + other.Mean) / 2;
        return new Activation(
            Math.Min(Low, other.Low), Math.Max(High, other.High), mean, Math.Max(0, (MeanSquare + other.MeanSquare) / 2 - mean * mean));
    }

    /// <summary>Limits a range that is possible to the one that is likely.</summary>
    private static Activation Around(double mean, double variance, double low, double high)
    {
        var reach = Deviations * Math.Sqrt(variance);
        return new Activation(Math.Max(low, mean - reach), Math.Min(high, mean + reach), mean, variance);
    }
}
