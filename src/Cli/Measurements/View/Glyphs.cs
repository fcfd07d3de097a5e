namespace LatBench.Cli.Measurements.View;

/// <summary>The characters that plots are drawn with.</summary>
/// <param name="Blocks">Parts of a full bar cell, from the narrowest to the full one.</param>
/// <param name="Low">Left end of a spread.</param>
/// <param name="Between">Between the ends of a spread.</param>
/// <param name="Middle">The median within a spread.</param>
/// <param name="High">Right end of a spread.</param>
/// <param name="Mark">A line that every row shows.</param>
/// <param name="Gap">Stands for rows that are left out.</param>
/// <param name="Degrees">Unit of temperatures.</param>
internal sealed record Glyphs(string Blocks, char Low, char Between, char Middle, char High, char Mark, string Gap, string Degrees)
{
    public static readonly Glyphs Unicode = new("▏▎▍▌▋▊▉█", '├', '─', '●', '┤', '┊', "…", "°C");

    public static readonly Glyphs Ascii = new("#", '[', '-', 'o', ']', ':', "...", "C");

    /// <summary>A text of ours with only the characters that may be printed.</summary>
    public string Fit(string text) => this == Ascii ? text.Replace("±", "+/-", StringComparison.Ordinal).Replace("…", "...", StringComparison.Ordinal) : text;

    /// <summary>A bar for a share of <paramref name="width"/> cells; never empty for a share above 0.</summary>
    public string Bar(double share, int width)
    {
        var steps = (int)Math.Round(Math.Clamp(share, 0, 1) * width * Blocks.Length);
        if (share > 0)
            steps = Math.Max(steps, 1);
        var rest = steps % Blocks.Length;
        return new string(Blocks[^1], steps / Blocks.Length) + (rest > 0 ? Blocks[rest - 1] : "");
    }
}
