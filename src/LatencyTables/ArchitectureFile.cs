using LatBench.SearchSpace.NasBench201;

namespace LatBench.LatencyTables;

/// <summary>
/// A file that names architectures: one a line (arch strings or 6-digit codes; empty lines and lines that start with # are left out), or a CSV file with a
/// header and a column <c>arch_str</c>, <c>architecture</c>, <c>arch</c> or <c>code</c>.
/// </summary>
public static class ArchitectureFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">UTF-8.</param>
    /// <returns>The architectures in the file's order; all have a path from input to output.</returns>
    /// <exception cref="TableException">It cannot be read, names nothing, or has bad lines; the message names the first of them.</exception>
    public static IReadOnlyList<Architecture> Open(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TableException($"{path} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }

        return Parse(Path.GetFileName(path), lines);
    }

    /// <summary>Reads lines.</summary>
    /// <param name="name">What to call the file in messages.</param>
    /// <param name="lines">Architectures, or a CSV table with its header first.</param>
    /// <exception cref="TableException">Nothing is named, or there are bad lines.</exception>
    public static IReadOnlyList<Architecture> Parse(string name, IReadOnlyList<string> lines)
    {
        var rows = HasHeader(lines) ? Column(CsvTable.Parse(name, lines)) : Plain(lines);
        var bad = new BadRows(name);
        var architectures = new List<Architecture>();
        foreach (var (line, text) in rows)
        {
            if (!Architecture.TryParse(text, out var architecture, out var error))
                bad.Add(line, error.Message.TrimEnd('.'));
            else if (!architecture.EffectiveCell.IsReachable)
                bad.Add(line, $"architecture {architecture.Code} has no path from input to output");
            else
                architectures.Add(architecture);
        }

        bad.ThrowIfAny();
        return architectures.Count > 0 ? architectures : throw new TableException($"{name} names no architecture: write one a line.");
    }

    private static bool HasHeader(IReadOnlyList<string> lines) =>
        lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first && CsvLines.Split(first).Any(ArchitectureColumn.Names.Contains);

    private static IEnumerable<(int Line, string Text)> Plain(IReadOnlyList<string> lines) =>
        lines.Select((line, index) => (index + 1, line.Trim())).Where(row => row.Item2.Length > 0 && row.Item2[0] != '#');

    private static IEnumerable<(int Line, string Text)> Column(CsvTable table)
    {
        var column = table.IndexOf(ArchitectureColumn.Names);
        return table.Rows.Select(row => (row.Line, row.Fields[column]));
    }
}
