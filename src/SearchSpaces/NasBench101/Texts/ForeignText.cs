using LatBench.SearchSpaces.NasBench101.Hashing;

namespace LatBench.SearchSpaces.NasBench101.Texts;

/// <summary>Recognises texts that are no cells by themselves: those of other spaces, and hashes.</summary>
internal static class ForeignText
{
    private const string Expected = "a cell such as 1| or 10.1|conv3x3-bn-relu";

    /// <summary>Gets the error that says which kind of text it is; null where it is none of these.</summary>
    public static ParseError? Recognise(string text)
    {
        if (text is ['|', ..] && text.Contains('~'))
            return Describe(text, "an architecture string of NAS-Bench-201");
        if (text.StartsWith("Genotype(", StringComparison.Ordinal))
            return Describe(text, "a genotype of DARTS");
        if (text.Length == CellHash.Length && text.All(char.IsAsciiHexDigit))
            return Describe(text, "a hash, which needs a table of hashes and cells: --table FILE on a command line, the cell itself elsewhere");
        return text.Length == 6 && text.All(digit => digit is >= '0' and <= '4') ? Describe(text, "a 6-digit code of NAS-Bench-201") : null;
    }

    private static ParseError Describe(string text, string kind)
    {
        var error = ParseError.At(Space.Title, text, 0, Expected, text.Length);
        return error with { Found = $"{error.Found} ({kind})" };
    }
}
