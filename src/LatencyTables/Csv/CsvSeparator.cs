namespace LatBench.LatencyTables.Csv;

/// <summary>The character between the fields of a CSV text: comma, semicolon or tab, recognised by the header.</summary>
internal static class CsvSeparator
{
    private const string Directive = "sep=";

    private static readonly char[] Known = [',', ';', '\t'];

    /// <summary>Recognises the separator.</summary>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="text">A table. A first line <c>sep=;</c>, as spreadsheets write it, decides alone.</param>
    /// <param name="expected">Columns of which the header has one.</param>
    /// <returns>The separator, and the text with a blank line in place of <c>sep=;</c>.</returns>
    /// <exception cref="TableException">The header fits several separators, or has another one.</exception>
    public static (char Separator, string Text) Recognise(string name, string text, IReadOnlyList<string> expected)
    {
        var header = Header(text);
        if (header.StartsWith(Directive, StringComparison.OrdinalIgnoreCase) && header.Length == Directive.Length + 1)
        {
            var at = text.IndexOf(header, StringComparison.Ordinal);
            return Known.Contains(header[^1]) ? (header[^1], text.Remove(at, header.Length)) : throw Other(name, header[^1]);
        }

        var present = Array.FindAll(Known, separator => Fields(name, header, separator).Length > 1);
        var fitting = Array.FindAll(present, separator => Fields(name, header, separator).Any(expected.Contains));
        return (present.Length, fitting.Length) switch
        {
            (_, 1) => (fitting[0], text),
            (0, 0) when Foreign(header, expected, others: "|:^~ ") is { } other => throw Other(name, other),
            (1, 0) when Foreign(header, expected, others: "|:^~") is { } other => throw Other(name, other),
            (0, _) => (Known[0], text),
            (1, _) => (present[0], text),
            _ => throw new TableException($"{name} has {string.Join(" and ", present.Select(Quoted))} in its header: put quotes around the names of columns that have one, so that one of them separates."),
        };
    }

    /// <summary>Gets the first line that is neither blank nor a comment.</summary>
    private static string Header(string text)
    {
        foreach (var range in text.AsSpan().SplitAny('\r', '\n'))
        {
            var line = text.AsSpan(range).Trim(' ');
            if (!line.IsWhiteSpace() && line[0] != '#')
                return line.ToString();
        }

        return "";
    }

    // The name of a column may have a line break in its quotes; its first line says enough. A quote out of place is told by the reader, with its line.
    private static string[] Fields(string name, string header, char separator)
    {
        try
        {
            return CsvRecords.Read(name, header.Count(character => character == '"') % 2 == 1 ? header + '"' : header, separator).FirstOrDefault().Fields ?? [];
        }
        catch (TableException)
        {
            return [];
        }
    }

    /// <summary>Gets what stands beside the name of a column, where that is a separator that is not read; null where there is none.</summary>
    private static char? Foreign(string header, IReadOnlyList<string> expected, string others)
    {
        foreach (var column in expected)
        {
            for (var at = header.IndexOf(column, StringComparison.Ordinal); at >= 0; at = header.IndexOf(column, at + 1, StringComparison.Ordinal))
            {
                var (before, after) = (at == 0 ? (char?)null : header[at - 1], at + column.Length == header.Length ? (char?)null : header[at + column.Length]);
                if ((before ?? after) is { } other && others.Contains(other) && (before ?? other) == (after ?? other))
                    return other;
            }
        }

        return null;
    }

    private static TableException Other(string name, char separator) =>
        new($"{name} separates its columns with {Quoted(separator)}: write commas, semicolons or tabs in their place.");

    private static string Quoted(char separator) => separator switch
    {
        '\t' => "tabs",
        ' ' => "blanks",
        _ => $"'{separator}'",
    };
}
