namespace LatBench.LatencyTables;

/// <summary>The header and the rows of a CSV file, each row with its line number.</summary>
/// <param name="Name">What to call the table in messages.</param>
/// <param name="Header">The names of the columns, none twice.</param>
/// <param name="Rows">As many fields a row as there are columns.</param>
internal sealed record CsvTable(string Name, string[] Header, IReadOnlyList<(int Line, string[] Fields)> Rows)
{
    /// <summary>Larger files are refused: a whole space with twenty columns has 4 MB.</summary>
    private const long MaxBytes = 256 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="TableException">It cannot be read, is too large, has a column twice, or rows of another length than its header.</exception>
    public static CsvTable Open(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new TableException($"{path} is larger than {MaxBytes >> 20} MiB: no table of architectures is; name another file.");
            return Parse(Path.GetFileName(path), File.ReadLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <summary>Reads lines, the header first; empty ones are passed over.</summary>
    /// <exception cref="TableException">There is no header, a column twice, or a row of another length.</exception>
    public static CsvTable Parse(string name, IEnumerable<string> lines)
    {
        string[]? header = null;
        var rows = new List<(int, string[])>();
        var bad = new BadRows(name);
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var fields = CsvLines.Split(line);
            if (header is null)
                header = fields;
            else if (fields.Length != header.Length)
                bad.Add(number, $"{fields.Length} fields where the header has {header.Length}");
            else
                rows.Add((number, fields));
        }

        if (header is null)
            throw new TableException($"{name} is empty: its first line must name the columns.");
        if (header.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TableException($"{name} has the column '{twice.Key}' {twice.Count()} times: name it once.");
        bad.ThrowIfAny();
        return new CsvTable(name, header, rows);
    }

    /// <summary>The first of the columns that the table has; -1 where it has none of them.</summary>
    public int IndexOf(params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (Array.IndexOf(Header, column) is >= 0 and var index)
                return index;
        }

        return -1;
    }
}
