using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LatBench.LatencyTables.Csv;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>
/// The columns of a table that say which architecture a row is about: one of texts, one of published indices or keys, or those that the space's own tables have. A column of keys beside
/// them is checked.
/// </summary>
internal sealed class ArchitectureColumn
{
    private readonly ISearchSpace _space;

    private readonly int[] _positions;

    private readonly int _key;

    private readonly IndexTable? _indices;

    private readonly ArchitectureKeys? _keys;

    private ArchitectureColumn(ISearchSpace space, CsvTable table, int[] positions, IndexTable? indices = null, ArchitectureKeys? keys = null)
    {
        (_space, _positions, _indices, _keys) = (space, positions, indices, keys);
        _key = space.Columns is { } columns ? table.IndexOf(columns.KeyName) : -1;
    }

    /// <summary>The names under which a column of arch strings or codes is found.</summary>
    public static string[] Names { get; } = ["arch_str", "architecture", "arch", "code"];

    /// <summary>The names under which a column of published indices is found.</summary>
    public static string[] IndexNames { get; } = ["arch_index", "index"];

    /// <summary>Gets the names of which every table has one.</summary>
    public static string[] Expected(ISearchSpace space) => [.. Names, .. IndexNames, .. space.Columns is { } columns ? [.. columns.Names, columns.KeyName] : Array.Empty<string>()];

    /// <summary>Determines whether a table has the columns of the space's own tables.</summary>
    public static bool HasOwn(ISearchSpace space, IEnumerable<string> header) => space.Columns is { } columns && columns.Names.All(header.Contains);

    /// <summary>Finds the columns.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="table">The table.</param>
    /// <param name="indices">The architectures of published indices; null where there is no such table.</param>
    /// <param name="keys">The architectures of keys, for a table that has nothing else; null where there is no such table.</param>
    /// <param name="takesKeys">True where <paramref name="keys"/> could have been given.</param>
    /// <exception cref="TableException">There are none, or one of indices or of keys without a table that says what they mean.</exception>
    public static ArchitectureColumn Of(ISearchSpace space, CsvTable table, IndexTable? indices, ArchitectureKeys? keys = null, bool takesKeys = false)
    {
        if (table.IndexOf(Names) is >= 0 and var named)
            return new ArchitectureColumn(space, table, [named]);
        if (HasOwn(space, table.Header))
            return new ArchitectureColumn(space, table, [.. space.Columns!.Names.Select(name => table.IndexOf(name))]);
        if (space.Columns is { } columns && table.IndexOf(columns.KeyName) is >= 0 and var keyed)
        {
            return keys is not null
                ? new ArchitectureColumn(space, table, [keyed], keys: keys)
                : throw new TableException($"{table.Name} names its architectures by {columns.KeyName} alone, which does not describe them: add the columns {string.Join(" and ", columns.Names)}, or {Names[0]}{(takesKeys ? ", or name a table that has them with --table" : "")}.");
        }

        if (table.IndexOf(IndexNames) is not (>= 0 and var indexed))
            throw new TableException($"{table.Name} has no column of architectures: its header must name one of {string.Join(", ", Names)}{Own(space)}.");
        return indices is not null
            ? new ArchitectureColumn(space, table, [indexed], indices)
            : throw new TableException($"{table.Name} names its architectures by {space.Title} index: give a table of index and architecture string as well (--index-table).");
    }

    /// <summary>Determines whether a column names architectures.</summary>
    /// <param name="position">The position in the header.</param>
    public bool Has(int position) => position == _key || _positions.Contains(position);

    /// <summary>The architecture of a row as it is written there; else why there is none.</summary>
    public bool TryRead(string[] fields, out Architecture architecture, [NotNullWhen(false)] out string? reason)
    {
        if (!TryParse(fields, out architecture, out reason))
            return false;
        reason = _key >= 0 && _space.Columns!.Key(architecture) is var key && !key.Equals(fields[_key], StringComparison.OrdinalIgnoreCase)
            ? $"'{fields[_key]}' is not the {_space.Columns.KeyName} of the architecture, which is {key}"
            : null;
        return reason is null;
    }

    /// <summary>Gets the words that add the columns of the space's own tables to a list of names; empty where it has none.</summary>
    public static string Own(ISearchSpace space) => space.Columns is { } columns ? $", or {string.Join(" and ", columns.Names)}" : "";

    private bool TryParse(string[] fields, out Architecture architecture, [NotNullWhen(false)] out string? reason)
    {
        var field = fields[_positions[0]];
        if (_keys is not null)
        {
            var isFound = _keys.TryFind(field, out architecture, out var unknown);
            reason = unknown?.Message.TrimEnd('.') ?? "";
            return isFound;
        }

        if (_indices is null)
        {
            ParseError? error;
            var isParsed = _positions.Length == 1
                ? _space.TryParse(field, out architecture, out error)
                : _space.Columns!.TryParse([.. _positions.Select(position => fields[position])], out architecture, out error);
            reason = error is null ? "" : SearchSpaceRegistry.BuiltIn.Explain(error, field).TrimEnd('.');
            return isParsed;
        }

        architecture = default;
        reason = $"'{field}' is no index of the table of indices";
        return int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && _indices.TryFind(index, out architecture);
    }
}
