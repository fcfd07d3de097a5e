namespace LatBench.LatencyTables.Csv;

/// <summary>Lines and columns of places in a text; a line ends with CR, LF or both.</summary>
internal static class LinePosition
{
    /// <summary>Gets the line and column, both from 1, of what follows a text.</summary>
    public static (int Line, int Column) Of(ReadOnlySpan<char> before)
    {
        var start = before.LastIndexOfAny('\r', '\n') + 1;
        return (1 + Breaks(before), before.Length - start + 1);
    }

    /// <summary>Counts the line ends in a text.</summary>
    public static int Breaks(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                count++;
        }

        return count;
    }
}
