namespace LatBench.Plotting.Rendering;

/// <summary>The part of an axis that is shown.</summary>
internal readonly record struct AxisRange(double Min, double Max)
{
    private const double Margin = 0.04;

    /// <summary>Values that fall below this share of the largest one are shown from zero on.</summary>
    private const double ZeroShare = 0.3;

    /// <summary>The range of some values with a margin: from zero on where they are spread that far, and never below zero where none of them is.</summary>
    /// <param name="values">At least one.</param>
    public static AxisRange Of(IEnumerable<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        if (least >= 0 && least < ZeroShare * most)
            return new AxisRange(0, most * (1 + Margin));
        var margin = most > least ? (most - least) * Margin : Math.Max(Math.Abs(most) * 0.05, double.Epsilon);
        if (margin <= double.Epsilon)
            margin = 1;
        return new AxisRange(least >= 0 ? Math.Max(0, least - margin) : least - margin, most + margin);
    }

    /// <summary>The range that has both in it.</summary>
    public AxisRange With(AxisRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
