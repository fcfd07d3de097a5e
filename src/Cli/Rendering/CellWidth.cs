using System.Globalization;
using System.Text;

namespace LatBench.Cli.Rendering;

/// <summary>The number of columns that a text takes on a terminal.</summary>
internal static class CellWidth
{
    /// <summary>The blocks of characters that take two columns: East Asian wide and full-width ones, and emoji.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Gets the number of columns of <paramref name="text"/>.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Sum(Of);

    /// <summary>Returns the text with blanks up to so many columns; a wider one as it is.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    /// <summary>Returns the text itself where it takes at most so many columns, else its beginning with <paramref name="mark"/> at the end.</summary>
    public static string Shorten(string text, int columns, string mark)
    {
        if (Of(text) <= columns)
            return text;
        var beginning = new StringBuilder();
        var left = columns - Of(mark);
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var element = elements.GetTextElement();
            left -= Of(element);
            if (left < 0)
                break;
            beginning.Append(element);
        }

        return beginning.ToString().TrimEnd() + mark;
    }

    private static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            return 0;
        return Wide.Any(block => rune.Value >= block.First && rune.Value <= block.Last) ? 2 : 1;
    }
}
