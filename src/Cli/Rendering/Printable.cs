namespace LatBench.Cli.Rendering;

/// <summary>Text from elsewhere (file names, descriptions, error details) made safe for a terminal.</summary>
internal static class Printable
{
    /// <summary>The text with every control character, line ends included, replaced by a space.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
