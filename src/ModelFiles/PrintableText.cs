using System.Globalization;
using System.Text;

namespace LatBench.ModelFiles;

/// <summary>Texts of a user's file as they may be printed: a terminal would obey the control characters in them.</summary>
public static class PrintableText
{
    private const int MaxLength = 200;

    /// <summary>Escapes control, formatting and unpaired surrogate characters, and shortens long texts.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        var printable = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (printable.Length >= MaxLength)
                return printable.Append('…').ToString();
            if (IsPrintable(rune))
                printable.Append(rune.ToString());
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return printable.ToString();
    }

    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
