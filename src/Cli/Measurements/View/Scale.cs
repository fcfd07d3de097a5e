namespace LatBench.Cli.Measurements.View;

/// <summary>An axis from the least to the largest value; logarithmic where they lie far apart.</summary>
internal sealed record Scale(double Low, double High)
{
    private const double FarApart = 3;

    public bool IsLogarithmic => Low > 0 && High / Low > FarApart;

    /// <summary>Whether there is anything between the ends.</summary>
    public bool IsPoint => High <= Low;

    /// <summary>Where a value lies: 0 at the low end, 1 at the high one; values beyond lie at the ends.</summary>
    public double Position(double value) => IsPoint ? 0
        : Math.Clamp(IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);

    /// <summary>The value at a position.</summary>
    public double At(double position) => IsLogarithmic ? Low * Math.Pow(High / Low, position) : Low + (position * (High - Low));

    /// <summary>Which of so many cells of equal width a value falls in.</summary>
    public int Cell(double value, int cells) => Math.Min(cells - 1, (int)(Position(value) * cells));
}
