using System.Diagnostics;

namespace LatBench.Measurements;

/// <summary>The duration of one inference, or a figure derived from several. Kept in nanoseconds.</summary>
public readonly record struct Latency : IComparable<Latency>
{
    private const double NanosecondsPerMillisecond = 1e6;

    private Latency(double nanoseconds) => Nanoseconds = nanoseconds;

    /// <summary>The latency in nanoseconds.</summary>
    public double Nanoseconds { get; }

    /// <summary>The latency in milliseconds.</summary>
    public double Milliseconds => Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>A latency of so many nanoseconds.</summary>
    public static Latency FromNanoseconds(double nanoseconds) => new(nanoseconds);

    /// <summary>A latency of so many milliseconds.</summary>
    public static Latency FromMilliseconds(double milliseconds) => new(milliseconds * NanosecondsPerMillisecond);

    /// <summary>A latency of so many <see cref="Stopwatch"/> ticks.</summary>
    public static Latency FromStopwatchTicks(long ticks) => new(ticks * (1e9 / Stopwatch.Frequency));

    /// <summary>Difference of two latencies.</summary>
    public static Latency operator -(Latency left, Latency right) => new(left.Nanoseconds - right.Nanoseconds);

    /// <summary>Sum of two latencies.</summary>
    public static Latency operator +(Latency left, Latency right) => new(left.Nanoseconds + right.Nanoseconds);

    /// <summary>Ratio of two latencies, without a unit.</summary>
    public static double operator /(Latency left, Latency right) => left.Nanoseconds / right.Nanoseconds;

    /// <summary>Determines whether the left latency is shorter than the right one.</summary>
    public static bool operator <(Latency left, Latency right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Determines whether the left latency is longer than the right one.</summary>
    public static bool operator >(Latency left, Latency right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Determines whether the left latency is not longer than the right one.</summary>
    public static bool operator <=(Latency left, Latency right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Determines whether the left latency is not shorter than the right one.</summary>
    public static bool operator >=(Latency left, Latency right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public int CompareTo(Latency other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The latency in milliseconds with its unit, for example <c>0.812 ms</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Milliseconds:0.000} ms");
}
