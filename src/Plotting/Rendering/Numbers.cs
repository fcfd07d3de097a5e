using System.Globalization;

namespace LatBench.Plotting.Rendering;

/// <summary>Numbers in pictures, the same under every culture.</summary>
internal static class Numbers
{
    private const int Digits = 10;

    /// <summary>The label of a tick, without what floating point adds to it: <c>12,000</c>, <c>0.25</c>.</summary>
    public static string Tick(double value) => Math.Round(value, Digits).ToString("#,0.##########", CultureInfo.InvariantCulture);

    /// <summary>A count: <c>15,284</c>.</summary>
    public static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits.</summary>
    public static string Four(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A percentage with one decimal: <c>94.1 %</c>.</summary>
    public static string Percent(double percent) => percent.ToString("F1", CultureInfo.InvariantCulture) + " %";
}
