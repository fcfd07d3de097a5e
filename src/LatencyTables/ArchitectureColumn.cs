using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>The column of a table that says which architecture a row is about.</summary>
internal sealed class ArchitectureColumn
{
    private readonly ISearchSpace _space;

    private readonly IndexTable? _indices;

    private ArchitectureColumn(ISearchSpace space, int position, IndexTable? indices) => (_space, Position, _indices) = (space, position, indices);

    public int Position { get; }

    /// <summary>The names under which a column of arch strings or codes is found.</summary>
    public static string[] Names { get; } = ["arch_str", "architecture", "arch", "code"];

    /// <summary>The names under which a column of published indices is found.</summary>
    public static string[] IndexNames { get; } = ["arch_index", "index"];

    /// <summary>Gets the names of which every table has one.</summary>
    public static string[] Expected { get; } = [.. Names, .. IndexNames];

    /// <summary>Finds the column.</summary>
    /// <exception cref="TableException">There is none, or one of indices without a table that says what they mean.</exception>
    public static ArchitectureColumn Of(ISearchSpace space, CsvTable table, IndexTable? indices)
    {
        if (table.IndexOf(Names) is >= 0 and var named)
            return new ArchitectureColumn(space, named, null);
        if (table.IndexOf(IndexNames) is not (>= 0 and var indexed))
            throw new TableException($"{table.Name} has no column of architectures: its header must name one of {string.Join(", ", Names)}.");
        return indices is not null
            ? new ArchitectureColumn(space, indexed, indices)
            : throw new TableException($"{table.Name} names its architectures by {space.Title} index: give a table of index and architecture string as well (--index-table).");
    }

    /// <summary>The architecture of a row; else why there is none.</summary>
    public bool TryRead(string[] fields, out Architecture architecture, [NotNullWhen(false)] out string? reason)
    {
        var field = fields[Position];
        reason = null;
        if (_indices is null)
        {
            if (_space.TryParse(field, out architecture, out var error))
                return true;
            reason = error.Message.TrimEnd('.');
            return false;
        }

        architecture = default;
        if (int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && _indices.TryFind(index, out architecture))
            return true;
        reason = $"'{field}' is no index of the table of indices";
        return false;
    }
}
