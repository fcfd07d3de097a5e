using System.Globalization;

namespace LatBench.Cli.Rendering;

/// <summary>A bar, the share, the time since the start and a text, in as many lines as the width asks for.</summary>
internal static class ProgressText
{
    private const int MaxBar = 40;
    private const int MinBar = 10;
    private const string PartEnd = ", ";

    /// <summary>The lines; none is wider than <paramref name="columns"/> but one that is a single part of the text.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="text">Parts with commas between them; lines break there and nowhere else.</param>
    /// <param name="columns">Those of the terminal.</param>
    /// <param name="unicode">True where the bar may be drawn with more than ASCII.</param>
    public static IReadOnlyList<string> Lines(double share, TimeSpan elapsed, string text, int columns, bool unicode)
    {
        var figures = string.Create(CultureInfo.InvariantCulture, $" {Math.Floor(100 * Math.Clamp(share, 0, 1)),3:F0} % {elapsed:hh\\:mm\\:ss}");
        var bar = Bar(share, Math.Clamp(columns - figures.Length, MinBar, MaxBar), unicode) + figures;
        var line = Printable.OneLine(text);
        return CellWidth.Of(bar) + 1 + CellWidth.Of(line) <= columns ? [$"{bar} {line}".TrimEnd()] : [bar, .. Fold(line, columns)];
    }

    private static string Bar(double share, int width, bool unicode)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string(unicode ? '█' : '#', full) + new string(unicode ? '░' : '-', width - full);
    }

    private static IEnumerable<string> Fold(string text, int columns)
    {
        var line = "";
        foreach (var part in text.Split(PartEnd))
        {
            if (line.Length > 0 && CellWidth.Of(line) + PartEnd.Length + CellWidth.Of(part) + 1 > columns)
            {
                yield return line + ",";
                line = part;
            }
            else
            {
                line = line.Length == 0 ? part : line + PartEnd + part;
            }
        }

        yield return line;
    }
}
