using System.Globalization;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>
/// The architectures of published indices, such as those of NAS-Bench-201: a CSV file with a column <c>arch_index</c> or <c>index</c> and one of architectures. LatBench's
/// own order is another, so such a table is needed wherever a file names architectures by index.
/// </summary>
public sealed class IndexTable
{
    private readonly Dictionary<int, Architecture> _architectures;

    private readonly ISearchSpace _space;

    private IndexTable(ISearchSpace space, Dictionary<int, Architecture> architectures) => (_space, _architectures) = (space, architectures);

    /// <summary>Gets the number of indices.</summary>
    public int Count => _architectures.Count;

    /// <summary>Gets the index of every architecture, in the order of <see cref="SpaceIndex.All"/>; -1 where the table has none.</summary>
    /// <exception cref="TableException">The space is too large to be listed.</exception>
    public int[] ByArchitecture()
    {
        var all = SpaceIndex.Of(_space) ?? throw new TableException($"{_space.Title} has too many architectures to publish an index for each: leave the table of indices away.");
        var indices = new int[all.All.Count];
        Array.Fill(indices, -1);
        foreach (var (index, architecture) in _architectures)
            indices[all[architecture]] = index;
        return indices;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TableException">It cannot be read, lacks one of the columns, or has bad rows; the message names the first of them.</exception>
    public static IndexTable Open(ISearchSpace space, string path) => Of(space, CsvTable.Open(path, ArchitectureColumn.Expected(space)));

    /// <summary>Reads the lines of a table, the header first.</summary>
    /// <exception cref="TableException">It lacks one of the columns, or has bad rows; the message names the first of them.</exception>
    public static IndexTable Parse(ISearchSpace space, string name, IEnumerable<string> lines) => Of(space, CsvTable.Parse(name, string.Join('\n', lines), ArchitectureColumn.Expected(space)));

    /// <summary>The architecture of an index.</summary>
    internal bool TryFind(int index, out Architecture architecture) => _architectures.TryGetValue(index, out architecture);

    private static IndexTable Of(ISearchSpace space, CsvTable table)
    {
        var position = table.IndexOf(ArchitectureColumn.IndexNames);
        if (position < 0 || (table.IndexOf(ArchitectureColumn.Names) < 0 && !ArchitectureColumn.HasOwn(space, table.Header)))
            throw new TableException($"{table.Name} is no table of indices: its header must name {string.Join(" or ", ArchitectureColumn.IndexNames)}, and one of {string.Join(", ", ArchitectureColumn.Names)}{ArchitectureColumn.Own(space)}.");
        var column = ArchitectureColumn.Of(space, table, null);
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
        return new IndexTable(space, architectures);
    }
}
