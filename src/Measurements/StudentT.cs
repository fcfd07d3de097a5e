namespace LatBench.Measurements;

/// <summary>Quantiles of Student's distribution, for an interval from few passes.</summary>
internal static class StudentT
{
    private static readonly double[] TwoSided95 =
    [
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
        2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963,
        2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230, 2.042272,
    ];

    /// <summary>The 97.5 % quantile of Student's distribution; beyond the table by its expansion (Abramowitz and Stegun 26.7.5).</summary>
    /// <param name="degreesOfFreedom">1 or more.</param>
    public static double Quantile975(int degreesOfFreedom)
    {
        if (degreesOfFreedom <= TwoSided95.Length) return TwoSided95[degreesOfFreedom - 1];
        const double z = 1.959963984540054;
        var g1 = ((z * z * z) + z) / 4;
        var g2 = ((5 * Math.Pow(z, 5)) + (16 * z * z * z) + (3 * z)) / 96;
        return z + (g1 / degreesOfFreedom) + (g2 / ((double)degreesOfFreedom * degreesOfFreedom));
    }
}
