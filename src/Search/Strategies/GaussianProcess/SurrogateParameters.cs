namespace LatBench.Search.Strategies.GaussianProcess;

/// <summary>The parameters of the covariance, as logarithms: an amplitude and a length for each of its terms, and the noise. With a prior, independent normals.</summary>
/// <param name="Terms">The number of terms.</param>
internal sealed record SurrogateParameters(int Terms)
{
    private const double AmplitudeFreedom = 0.7;

    private const double LengthFreedom = 0.5;

    private const double NoiseFreedom = 0.7;

    private const double Noise = 0.1;

    /// <summary>The mean of the prior, from which the search for the likeliest values starts.</summary>
    public double[] Mean { get; } =
        [.. Enumerable.Repeat(-0.5 * Math.Log(Terms), Terms), .. Enumerable.Repeat(0.0, Terms), Math.Log(Noise)];

    /// <summary>Gets the standard deviations of the prior.</summary>
    public double[] Deviation { get; } =
        [.. Enumerable.Repeat(AmplitudeFreedom, Terms), .. Enumerable.Repeat(LengthFreedom, Terms), NoiseFreedom];

    /// <summary>The negative logarithm of the prior, up to a constant.</summary>
    public double Penalty(double[] values) =>
        0.5 * values.Select((value, i) => (value - Mean[i]) / Deviation[i]).Sum(z => z * z);
}
