using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Measurements;

/// <summary>Writes intervals of latencies.</summary>
internal static class Intervals
{
    private const int Digits = 4;

    /// <summary>Writes an interval with the digits of a latency, such as <c>12.31–12.40 ms</c>.</summary>
    public static string Text(double lowMs, double highMs) => $"{Figures.Significant(lowMs, Digits)}–{Figures.Significant(highMs, Digits)} ms";
}
