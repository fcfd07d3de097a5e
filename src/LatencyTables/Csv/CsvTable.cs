namespace LatBench.LatencyTables.Csv;

/// <summary>The header and the rows of a CSV file: the one reader of text tables.</summary>
/// <param name="Name">The name of the table in messages.</param>
/// <param name="Header">The names of the columns; none twice, except that several may have none.</param>
/// <param name="Rows">As many fields a row as there are columns.</param>
/// <param name="Separator">Between fields: comma, semicolon or tab.</param>
public sealed record CsvTable(string Name, IReadOnlyList<string> Header, IReadOnlyList<CsvRecord> Rows, char Separator)
{
    /// <summary>Gets the names of columns that have one, in the file's order.</summary>
    public IEnumerable<string> NamedColumns => Header.Where(column => column.Length > 0);

    /// <summary>Reads a file: UTF-8, or UTF-16 with a byte order mark; plain or compressed with gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">Columns of which the header has one, to tell the separator by.</param>
    /// <exception cref="TableException">It cannot be read, is too large, has a column twice, or rows of another length than its header.</exception>
    public static CsvTable Open(string path, params IReadOnlyList<string> expected) => Parse(Path.GetFileName(path), TableText.Open(path), expected);

    /// <summary>Reads a text, the header first. Blank lines, rows of empty fields and lines that start with <c>#</c> are passed over, as are separators at the ends of lines.</summary>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="expected">Columns of which the header has one, to tell the separator by.</param>
    /// <exception cref="TableException">There is no header, a column twice, or a row of another length; the message has the first lines.</exception>
    public static CsvTable Parse(string name, string text, params IReadOnlyList<string> expected)
    {
        (var separator, text) = CsvSeparator.Recognise(name, text, expected);
        string[]? header = null;
        var rows = new List<CsvRecord>();
        var bad = new BadRows(name);
        foreach (var (line, fields) in CsvRecords.Read(name, text, separator))
        {
            if (header is null)
                header = WithoutEmptyEnd(fields, 0);
            else if (WithoutEmptyEnd(fields, header.Length) is var row && row.Length == header.Length)
                rows.Add(new CsvRecord(line, row));
            else
                bad.Add(line, FormattableString.Invariant($"{row.Length} fields where the header has {header.Length}"));
        }

        if (header is null)
            throw new TableException($"{name} is empty: its first line must name the columns.");
        if (header.Where(column => column.Length > 0).GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TableException($"{name} has the column '{twice.Key}' {twice.Count()} times: name it once.");
        bad.ThrowIfAny();
        return new CsvTable(name, header, rows, separator);
    }

    /// <summary>Gets the position of the first of the columns that the table has; -1 where it has none of them.</summary>
    public int IndexOf(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            for (var i = 0; i < Header.Count; i++)
            {
                if (column.Length > 0 && Header[i] == column)
                    return i;
            }
        }

        return -1;
    }

    private static string[] WithoutEmptyEnd(string[] fields, int atLeast)
    {
        var length = fields.Length;
        while (length > atLeast && fields[length - 1].Length == 0)
            length--;
        return length == fields.Length ? fields : fields[..length];
    }
}
