namespace LatBench.Cli.Measurements.View;

/// <summary>An axis from the least to the largest value; logarithmic where they lie far apart.</summary>
internal sealed record Scale(double Low, double High)
{
    private const double FarApart = 3;

    public bool IsLogarithmic => Low > 0 && High / Low > FarApart;

    /// <summary>Gets a value indicating whether there is nothing between the ends.</summary>
    public bool IsPoint => High <= Low;

    /// <summary>Returns the position of a value: 0 at the low end, 1 at the high end; values beyond are at the ends.</summary>
    public double Position(double value) => IsPoint ? 0
        : Math.Clamp(IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);

    /// <summary>The value at a position.</summary>
    public double At(double position) => IsLogarithmic ? Low * Math.Pow(High / Low, position) : Low + (position * (High - Low));

    /// <summary>Returns the index, from 0, of the cell that a value falls in, of <paramref name="cells"/> cells of equal width.</summary>
    public int Cell(double value, int cells) => Math.Min(cells - 1, (int)(Position(value) * cells));
}
