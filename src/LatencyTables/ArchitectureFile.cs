using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>
/// A file that names architectures: one a line, in any form of text that the space reads (empty lines and lines that start with # are left out), or a CSV file with a
/// header and a column <c>arch_str</c>, <c>architecture</c>, <c>arch</c> or <c>code</c>, or those of the space's own tables. It may be compressed with gzip.
/// </summary>
public static class ArchitectureFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="path">The file.</param>
    /// <returns>The architectures in the file's order; all are measurable.</returns>
    /// <exception cref="TableException">It cannot be read, names nothing, or has bad lines; the message names the first of them.</exception>
    public static IReadOnlyList<Architecture> Open(ISearchSpace space, string path) => Parse(space, Path.GetFileName(path), TableText.Open(path));

    /// <summary>Reads the names in a file, among them keys in a column of keys, or the texts of the architectures that a table of the space's own columns describes.</summary>
    /// <param name="space">The space that a table may be of.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="TableException">It cannot be read or names nothing, or a row describes no architecture.</exception>
    public static IReadOnlyList<string> ReadNames(ISearchSpace space, string path)
    {
        var (name, text) = (Path.GetFileName(path), TableText.Open(path));
        return HasOwnColumns(space, text)
            ? [.. Parse(space, name, text).Select(architecture => architecture.Text)]
            : ReadNames(name, text, space.Columns is { } columns ? [.. ArchitectureColumn.Names, columns.KeyName] : ArchitectureColumn.Names);
    }

    /// <summary>Reads the names in a file, whatever search space they are of.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TableException">It cannot be read or names nothing.</exception>
    public static IReadOnlyList<string> ReadNames(string path) => ReadNames(Path.GetFileName(path), TableText.Open(path), ArchitectureColumn.Names);

    /// <summary>Reads a text.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="text">Architectures, one a line, or a CSV table with its header first.</param>
    /// <exception cref="TableException">Nothing is named, or there are bad lines.</exception>
    public static IReadOnlyList<Architecture> Parse(ISearchSpace space, string name, string text)
    {
        var bad = new BadRows(name);
        var architectures = new List<Architecture>();
        foreach (var (line, architecture, error) in Architectures(space, name, text))
        {
            if (error is not null)
                bad.Add(line, error);
            else if (space.WhyNotMeasurable(architecture) is { } reason)
                bad.Add(line, $"architecture {space.Code(architecture)} has no network: {reason.TrimEnd('.')}");
            else
                architectures.Add(architecture);
        }

        bad.ThrowIfAny();
        return architectures.Count > 0 ? architectures : throw NamesNone(name);
    }

    private static string[] ReadNames(string name, string text, string[] columns)
    {
        string[] names = [.. Rows(name, text, columns).Select(row => row.Text)];
        return names.Length > 0 ? names : throw NamesNone(name);
    }

    private static IEnumerable<(int Line, Architecture Architecture, string? Error)> Architectures(ISearchSpace space, string name, string text)
    {
        if (!HasOwnColumns(space, text))
            return Rows(name, text, ArchitectureColumn.Names).Select(row => (row.Line, space.TryParse(row.Text, out var architecture, out var error) ? architecture : default, error is null ? null : SearchSpaceRegistry.BuiltIn.Explain(error, row.Text).TrimEnd('.')));
        var table = CsvTable.Parse(name, text, ArchitectureColumn.Expected(space));
        var column = ArchitectureColumn.Of(space, table, null);
        return table.Rows.Select(row => (row.Line, column.TryRead(row.Fields, out var architecture, out var reason) ? architecture : default, reason));
    }

    private static TableException NamesNone(string name) => new($"{name} names no architecture: write one a line.");

    private static IEnumerable<(int Line, string Text)> Rows(string name, string text, string[] columns)
    {
        string[] lines = [.. Lines(text)];
        var header = Array.Find(lines, IsContent);
        return header is not null && HasColumn(header, columns) ? Column(CsvTable.Parse(name, text, [.. columns, .. ArchitectureColumn.IndexNames]), columns) : Plain(lines);
    }

    private static IEnumerable<string> Lines(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static bool IsContent(string line) => line.AsSpan().Trim() is { Length: > 0 } content && content[0] != '#';

    // An architecture holds none of these words between its separators.
    private static bool HasColumn(string header, string[] columns) => IsSeparator(header) || Fields(header).Any(columns.Contains);

    /// <summary>Excel's own line before the header.</summary>
    private static bool IsSeparator(string line) => line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase);

    private static bool HasOwnColumns(ISearchSpace space, string text) =>
        Lines(text).Where(IsContent).FirstOrDefault(line => !IsSeparator(line)) is { } header && ArchitectureColumn.HasOwn(space, Fields(header)) && !Fields(header).Any(ArchitectureColumn.Names.Contains);

    private static IEnumerable<string> Fields(string header) => header.Split(',', ';', '\t').Select(field => field.Trim().Trim('"').Trim());

    private static IEnumerable<(int Line, string Text)> Plain(IReadOnlyList<string> lines) =>
        lines.Select((line, index) => (index + 1, line)).Where(row => IsContent(row.line)).Select(row => (row.Item1, row.line.Trim()));

    private static IEnumerable<(int Line, string Text)> Column(CsvTable table, string[] columns)
    {
        var column = table.IndexOf(columns);
        return column >= 0
            ? table.Rows.Select(row => (row.Line, row.Fields[column]))
            : throw new TableException($"{table.Name} has no column of architectures: its header must name one of {string.Join(", ", columns)}.");
    }
}
