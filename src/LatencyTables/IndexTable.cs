using System.Globalization;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.LatencyTables;

/// <summary>
/// The architectures of the official NAS-Bench-201 indices: a CSV file with a column <c>arch_index</c> or <c>index</c> and one of arch strings or codes. LatBench's
/// own ordinal is another number, so such a table is needed wherever a file names architectures by index.
/// </summary>
public sealed class IndexTable
{
    private readonly Dictionary<int, Architecture> _architectures;

    private IndexTable(Dictionary<int, Architecture> architectures) => _architectures = architectures;

    /// <summary>Gets the number of indices.</summary>
    public int Count => _architectures.Count;

    /// <summary>Gets the index of every architecture, by <see cref="Architecture.Index"/>; -1 where the table has none.</summary>
    public int[] ByArchitecture()
    {
        var indices = new int[Space.Size];
        Array.Fill(indices, -1);
        foreach (var (index, architecture) in _architectures)
            indices[architecture.Index] = index;
        return indices;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TableException">It cannot be read, lacks one of the columns, or has bad rows; the message names the first of them.</exception>
    public static IndexTable Open(string path) => Of(CsvTable.Open(path, ArchitectureColumn.Expected));

    /// <summary>Reads the lines of a table, the header first.</summary>
    /// <exception cref="TableException">It lacks one of the columns, or has bad rows; the message names the first of them.</exception>
    public static IndexTable Parse(string name, IEnumerable<string> lines) => Of(CsvTable.Parse(name, string.Join('\n', lines), ArchitectureColumn.Expected));

    /// <summary>The architecture of an index.</summary>
    internal bool TryFind(int index, out Architecture architecture) => _architectures.TryGetValue(index, out architecture);

    private static IndexTable Of(CsvTable table)
    {
        var position = table.IndexOf(ArchitectureColumn.IndexNames);
        if (position < 0 || table.IndexOf(ArchitectureColumn.Names) < 0)
            throw new TableException($"{table.Name} is no table of indices: its header must name {string.Join(" or ", ArchitectureColumn.IndexNames)}, and one of {string.Join(", ", ArchitectureColumn.Names)}.");
        var column = ArchitectureColumn.Of(table, null);
        var bad = new BadRows(table.Name);
        var architectures = new Dictionary<int, Architecture>();
        var indices = new Dictionary<Architecture, int>();
        foreach (var (line, fields) in table.Rows)
        {
            if (!column.TryRead(fields, out var architecture, out var reason))
                bad.Add(line, reason);
            else if (!int.TryParse(fields[position], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                bad.Add(line, $"'{fields[position]}' is no index");
            else if (!architectures.TryAdd(index, architecture) && architectures[index] != architecture)
                bad.Add(line, $"index {fields[position]} is another architecture further up");
            else if (!indices.TryAdd(architecture, index) && indices[architecture] != index)
                bad.Add(line, FormattableString.Invariant($"the architecture has the index {indices[architecture]} further up, and {index} here"));
        }

        bad.ThrowIfAny();
        return new IndexTable(architectures);
    }
}
