using System.Diagnostics.CodeAnalysis;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>
/// The architectures of published keys, such as the hashes of NAS-Bench-101: a CSV file with a column of keys and those that describe the architectures. A key by itself does not
/// say which architecture it is of.
/// </summary>
public sealed class ArchitectureKeys
{
    private readonly Dictionary<string, Architecture> _architectures;

    private readonly ISearchSpace _space;

    private readonly string _name;

    private ArchitectureKeys(ISearchSpace space, string name, Dictionary<string, Architecture> architectures) => (_space, _name, _architectures) = (space, name, architectures);

    /// <summary>Gets the number of keys.</summary>
    public int Count => _architectures.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="path">A CSV file, plain or compressed with gzip.</param>
    /// <exception cref="TableException">The space has no keys, or the file cannot be read, lacks one of the columns, or has bad rows.</exception>
    public static ArchitectureKeys Open(ISearchSpace space, string path) => Of(space, CsvTable.Open(path, ArchitectureColumn.Expected(space)));

    /// <summary>Reads the lines of a table, the header first.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="lines">The lines.</param>
    /// <exception cref="TableException">As for <see cref="Open"/>.</exception>
    public static ArchitectureKeys Parse(ISearchSpace space, string name, IEnumerable<string> lines) =>
        Of(space, CsvTable.Parse(name, string.Join('\n', lines), ArchitectureColumn.Expected(space)));

    /// <summary>Finds the architecture with a key, in canonical form.</summary>
    /// <param name="key">Such as a hash of 32 hexadecimal digits.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="error">The reason why there is none.</param>
    /// <returns>True where the table has the key.</returns>
    public bool TryFind(string key, out Architecture architecture, [NotNullWhen(false)] out ParseError? error)
    {
        error = _architectures.TryGetValue(key.ToLowerInvariant(), out architecture)
            ? null
            : ParseError.At(_space.Title, key, 0, FormattableString.Invariant($"a {_space.Columns!.KeyName} of the table {_name}, which holds {_architectures.Count} {(_architectures.Count == 1 ? "architecture" : "architectures")} and not this one"), key.Length);
        return error is null;
    }

    private static ArchitectureKeys Of(ISearchSpace space, CsvTable table)
    {
        if (space.Columns is not { } columns)
            throw new TableException($"{space.Title} has no keys of architectures: name them by text.");
        var key = table.IndexOf(columns.KeyName);
        if (key < 0)
            throw new TableException($"{table.Name} is no table of architectures by {columns.KeyName}: its header must name {columns.KeyName}, and {string.Join(" and ", columns.Names)}.");
        var (column, bad, architectures) = (ArchitectureColumn.Of(space, table, null), new BadRows(table.Name), new Dictionary<string, Architecture>());
        foreach (var (line, fields) in table.Rows)
        {
            if (column.TryRead(fields, out var architecture, out var reason))
                architectures[fields[key].ToLowerInvariant()] = space.Canonicalize(architecture);
            else
                bad.Add(line, reason);
        }

        bad.ThrowIfAny();
        return new ArchitectureKeys(space, table.Name, architectures);
    }
}
