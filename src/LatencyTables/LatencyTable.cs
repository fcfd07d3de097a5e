using LatBench.LatencyTables.Csv;
using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.LatencyTables;

/// <summary>
/// A CSV file of latencies: a header, one column that names architectures (in <c>arch_str</c>, <c>architecture</c>,
/// <c>arch</c> or <c>code</c>, official indices in <c>arch_index</c> or <c>index</c>, or the columns of the space's own tables, or their keys), and one column a device or figure. An empty field, <c>NaN</c> or <c>NA</c>
/// was not measured.
/// </summary>
public sealed class LatencyTable
{
    private readonly CsvTable _table;

    private readonly ArchitectureColumn _architectures;

    private readonly ISearchSpace _space;

    private LatencyTable(ISearchSpace space, CsvTable table, IndexTable? indices, ArchitectureKeys? keys) =>
        (_space, _table, _architectures) = (space, table, ArchitectureColumn.Of(space, table, indices, keys, takesKeys: true));

    /// <summary>The columns other than the architecture's, in the file's order.</summary>
    public IReadOnlyList<string> Columns => [.. _table.Header.Where((column, index) => !_architectures.Has(index) && column.Length > 0)];

    /// <summary>Gets the number of rows of the table, the header not counted.</summary>
    public int RowCount => _table.Rows.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="path">A CSV file, UTF-8.</param>
    /// <param name="indices">The architectures of the official indices, for a file that has no arch strings.</param>
    /// <param name="keys">The architectures of keys, for a file that names architectures by key alone.</param>
    /// <exception cref="TableException">It cannot be read, has no column of architectures, or rows of another length.</exception>
    public static LatencyTable Open(ISearchSpace space, string path, IndexTable? indices = null, ArchitectureKeys? keys = null) =>
        new(space, CsvTable.Open(path, ArchitectureColumn.Expected(space)), indices, keys);

    /// <summary>Reads the lines of a table.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="lines">The header first.</param>
    /// <param name="indices">The architectures of the official indices, for a table that has no arch strings.</param>
    /// <param name="keys">The architectures of keys, for a table that names architectures by key alone.</param>
    /// <exception cref="TableException">There is no column of architectures, or a row of another length.</exception>
    public static LatencyTable Parse(ISearchSpace space, string name, IEnumerable<string> lines, IndexTable? indices = null, ArchitectureKeys? keys = null) =>
        Parse(space, name, string.Join('\n', lines), indices, keys);

    /// <summary>Reads the text of a table.</summary>
    /// <exception cref="TableException">There is no column of architectures, or a row of another length.</exception>
    public static LatencyTable Parse(ISearchSpace space, string name, string text, IndexTable? indices = null, ArchitectureKeys? keys = null) =>
        new(space, CsvTable.Parse(name, text, ArchitectureColumn.Expected(space)), indices, keys);

    /// <summary>
    /// The latencies of one column, in the file's order. Architectures that LatBench cannot measure, and empty
    /// fields are left out; a row that only repeats another counts once.
    /// </summary>
    /// <param name="column">One of <see cref="Columns"/>.</param>
    /// <param name="unit">The unit of the numbers, where the name of the column does not say it; null for milliseconds.</param>
    /// <exception cref="TableException">
    /// There is no such column, its name says another unit, or rows are bad: no architecture of the space, no latency above zero, or an architecture that has
    /// another latency further up. The message has the line numbers of the first of them.
    /// </exception>
    public LatencyColumn Read(string column, LatencyUnit? unit = null)
    {
        var index = _table.IndexOf(column);
        if (index < 0 || _architectures.Has(index))
            throw new TableException($"{_table.Name} has no column '{column}': use one of {string.Join(", ", Columns)}.");
        var resolved = LatencyUnit.Resolve(column, unit);
        var nanosecondsEach = resolved.One.Nanoseconds;
        var numbers = new NumberColumn(_table, index);
        var bad = new BadRows(_table.Name);
        var seen = new Dictionary<Architecture, (int Line, string Field, double Number)>();
        var latencies = new List<TableLatency>(_table.Rows.Count);
        var (empty, repeated, notMeasurable) = (0, 0, 0);
        foreach (var row in _table.Rows)
        {
            var (line, field) = (row.Line, row.Fields[index]);
            if (!_architectures.TryRead(row.Fields, out var architecture, out var reason))
                bad.Add(line, reason);
            else if (numbers.IsMissing(row))
                empty++;
            else if (!numbers.TryRead(row, out var number, out reason) || !(number > 0))
                bad.Add(line, reason ?? $"'{field}' is not a latency above zero");
            else if (!double.IsFinite(number * nanosecondsEach) || !(number * nanosecondsEach > 0))
                bad.Add(line, $"'{field}' is out of the range of latencies");
            else if (!seen.TryAdd(architecture, (line, field, number)))
                repeated += CheckRepetition(bad, line, field, number, seen[architecture]);
            else if (_space.WhyNotMeasurable(architecture) is not null)
                notMeasurable++;
            else
                latencies.Add(new TableLatency(architecture, Latency.FromNanoseconds(number * nanosecondsEach)));
        }

        bad.ThrowIfAny();
        return new LatencyColumn(latencies, empty, repeated, notMeasurable)
        {
            Unit = resolved,
            UnitIsAssumed = unit is null && LatencyUnit.Of(column) is null,
            HasDecimalCommas = numbers.HasDecimalCommas,
        };
    }

    private static int CheckRepetition(BadRows bad, int line, string field, double number, (int Line, string Field, double Number) first)
    {
        if (number == first.Number)
            return 1;
        bad.Add(line, FormattableString.Invariant($"{field} where line {first.Line} has {first.Field} for the same architecture"));
        return 0;
    }
}
