namespace LatBench.Plotting;

/// <summary>A value with the interval around it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The lower end of the interval; the value itself where none is known.</param>
/// <param name="High">The upper end of the interval; the value itself where none is known.</param>
public readonly record struct Interval(double Value, double Low, double High)
{
    /// <summary>Gets a value without an interval.</summary>
    /// <param name="value">The value.</param>
    public static Interval Of(double value) => new(value, value, value);
}
