using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements.View;

/// <summary>The histogram of the samples of a measurement, one row a bin.</summary>
internal static class SampleHistogram
{
    private const int MinBins = 5;
    private const int MaxBins = 20;
    private const int BarWidth = 40;

    /// <summary>The rows, at most 80 characters each.</summary>
    /// <param name="samplesMs">The samples of all counted passes; at least one.</param>
    /// <param name="summary">Figures to mark; null for none.</param>
    /// <param name="glyphs">The characters to draw with.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<double> samplesMs, LatencySummary? summary, Glyphs glyphs)
    {
        var scale = new Scale(samplesMs.Min(), samplesMs.Max());
        var bins = scale.IsPoint ? 1 : Math.Clamp((int)Math.Ceiling(Math.Sqrt(samplesMs.Count)), MinBins, MaxBins);
        var counts = new int[bins];
        foreach (var sample in samplesMs)
            counts[scale.Cell(sample, bins)]++;
        yield return $"Samples: {Figures.Count(samplesMs.Count)}, {Figures.Count(bins, "bin")}{(scale.IsLogarithmic ? " of equal ratio" : "")}, each from";
        var most = counts.Max();
        for (var bin = 0; bin < bins; bin++)
        {
            var marks = Marks(summary, scale, bin, bins);
            if (IsAmongEmpty(counts, bin) && marks.Length == 0)
            {
                if (!IsAmongEmpty(counts, bin - 1))
                    yield return $"  {glyphs.Gap,11}";
                continue;
            }

            var from = Figures.Milliseconds(scale.At((double)bin / bins));
            yield return $"  {from,11}  {glyphs.Bar((double)counts[bin] / most, BarWidth).PadRight(BarWidth)} {Figures.Count(counts[bin]),6}  {marks}".TrimEnd();
        }
    }

    /// <summary>Determines whether a bin and both adjacent bins are empty.</summary>
    private static bool IsAmongEmpty(int[] counts, int bin) =>
        bin > 0 && bin < counts.Length - 1 && counts[bin - 1] + counts[bin] + counts[bin + 1] == 0;

    private static string Marks(LatencySummary? summary, Scale scale, int bin, int bins)
    {
        if (summary is null)
            return "";
        var quiet = scale.Cell(summary.LatencyMs, bins) == bin;
        var median = scale.Cell(summary.MedianMs, bins) == bin;
        return (quiet, median) switch
        {
            (true, true) => "quiet, median",
            (true, false) => "quiet latency",
            (false, true) => "median",
            _ => "",
        };
    }
}
