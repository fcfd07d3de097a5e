namespace LatBench.Search.Numerics;

/// <summary>The normal distribution with mean 0 and deviation 1.</summary>
internal static class StandardNormal
{
    /// <summary>Between the ends of its middle nine tenths lie twice so many deviations.</summary>
    public const double NineTenths = 1.6448536269514722;

    private static readonly double Peak = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>The density.</summary>
    public static double Density(double z) => Peak * Math.Exp(-0.5 * z * z);

    /// <summary>The share below <paramref name="z"/>, within 1e-7. Source: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.2.17.</summary>
    public static double Below(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var above = Density(z) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z > 0 ? 1 - above : above;
    }
}
