using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements.View;

/// <summary>Every pass on one axis, in the order of time: its least sample, its median, and how far nine tenths of its samples reach.</summary>
internal static class PassPlot
{
    private const int PlotWidth = 42;
    private const double Reach = 0.9;
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>The rows, at most 80 characters each but for long flags.</summary>
    /// <param name="passes">Passes with samples; at least one.</param>
    /// <param name="quietMs">The latency, marked in every row; null for none.</param>
    /// <param name="glyphs">The characters to draw with.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<Pass> passes, double? quietMs, Glyphs glyphs)
    {
        Row[] rows = [.. passes.Select(Row.Of).OrderBy(row => row.Start)];
        var scale = new Scale(rows.Min(row => row.Min), rows.Max(row => row.High));
        yield return $"Passes: {glyphs.Low} minimum, {glyphs.Middle} median, {glyphs.High} 90th percentile"
            + (quietMs is null ? "" : $", {glyphs.Mark} quiet latency");
        var low = Figures.Milliseconds(scale.Low);
        var high = scale.IsPoint ? "" : Figures.Milliseconds(scale.High);
        yield return $" pass           at   {low}{high.PadLeft(PlotWidth - low.Length)}{(scale.IsLogarithmic ? " log" : "")}";
        foreach (var row in rows)
        {
            var at = "+" + Figures.Duration(row.Start - rows[0].Start);
            var note = row.Flags.Length > 0 ? '!' : row.Counted ? ' ' : '~';
            yield return $"{Figures.Count(row.Number),5}{at,13}{note,2} {Line(row, scale, quietMs, glyphs)} {string.Join(',', row.Flags)}".TrimEnd();
        }

        foreach (var line in Legend(rows))
            yield return line;
    }

    private static string Line(Row row, Scale scale, double? quietMs, Glyphs glyphs)
    {
        var cells = Enumerable.Repeat(' ', PlotWidth).ToArray();
        if (quietMs is { } quiet)
            cells[scale.Cell(quiet, PlotWidth)] = glyphs.Mark;
        var (low, middle, high) = (scale.Cell(row.Min, PlotWidth), scale.Cell(row.Median, PlotWidth), scale.Cell(row.High, PlotWidth));
        Array.Fill(cells, glyphs.Between, low, high - low + 1);
        cells[high] = glyphs.High;
        cells[low] = glyphs.Low;
        cells[middle] = glyphs.Middle;
        return new string(cells);
    }

    private static IEnumerable<string> Legend(Row[] rows)
    {
        var counts = rows.SelectMany(row => row.Flags.Distinct()).CountBy(flag => flag).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        foreach (var (flag, count) in counts)
            yield return $"  ! {flag} in {Figures.Count(count)} of {Figures.Count(rows.Length, "pass", "passes")}";
        if (rows.Count(row => !row.Counted) is > 0 and var doubles)
            yield return $"  ~ {Figures.Count(doubles, "pass", "passes")} not counted: a double that came late";
    }

    private sealed record Row(int Number, DateTime Start, bool Counted, double Min, double Median, double High, string[] Flags)
    {
        public static Row Of(Pass pass)
        {
            double[] sorted = [.. pass.Result.SamplesNs.Select(ns => ns / NanosecondsPerMillisecond).Order()];
            return new Row(
                pass.Number,
                pass.Result.StartTime?.ToDateTime() ?? DateTime.MinValue,
                pass.Counted,
                sorted[0],
                At(sorted, 0.5),
                At(sorted, Reach),
                [.. pass.Result.Conditions?.Flags ?? []]);
        }

        /// <summary>The quantile of type 7, as all of LatBench's.</summary>
        private static double At(double[] sorted, double share)
        {
            var position = share * (sorted.Length - 1);
            var below = (int)position;
            return below + 1 < sorted.Length ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
        }
    }
}
