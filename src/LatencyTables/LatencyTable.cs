using System.Globalization;
using LatBench.Measurements;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.LatencyTables;

/// <summary>
/// A CSV file of latencies: a header, one column that names architectures (arch strings or 6-digit codes in <c>arch_str</c>, <c>architecture</c>,
/// <c>arch</c> or <c>code</c>, or official indices in <c>arch_index</c> or <c>index</c>), and one column a device or figure. An empty field was not measured.
/// </summary>
public sealed class LatencyTable
{
    private readonly CsvTable _table;

    private readonly ArchitectureColumn _architectures;

    private LatencyTable(CsvTable table, IndexTable? indices) => (_table, _architectures) = (table, ArchitectureColumn.Of(table, indices));

    /// <summary>The columns other than the architecture's, in the file's order.</summary>
    public IReadOnlyList<string> Columns => [.. _table.Header.Where((_, index) => index != _architectures.Position)];

    /// <summary>How many rows the table has, the header not counted.</summary>
    public int RowCount => _table.Rows.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A CSV file, UTF-8.</param>
    /// <param name="indices">What official indices mean, for a file that has no arch strings.</param>
    /// <exception cref="TableException">It cannot be read, has no column of architectures, or rows of another length.</exception>
    public static LatencyTable Open(string path, IndexTable? indices = null) => new(CsvTable.Open(path), indices);

    /// <summary>Reads the lines of a table.</summary>
    /// <param name="name">What to call the table in messages.</param>
    /// <param name="lines">The header first.</param>
    /// <param name="indices">What official indices mean, for a table that has no arch strings.</param>
    /// <exception cref="TableException">There is no column of architectures, or a row of another length.</exception>
    public static LatencyTable Parse(string name, IEnumerable<string> lines, IndexTable? indices = null) => new(CsvTable.Parse(name, lines), indices);

    /// <summary>
    /// The latencies of one column, in the file's order. Architectures without a path from input to output, which nobody can measure as LatBench does, and empty
    /// fields are left out; a row that only repeats another counts once.
    /// </summary>
    /// <param name="column">One of <see cref="Columns"/>.</param>
    /// <param name="unit">What the numbers count; a millisecond by default.</param>
    /// <exception cref="TableException">
    /// There is no such column, or rows are bad: no architecture of the space, no latency above zero, or an architecture that has another latency
    /// further up. The message has the line numbers of the first of them.
    /// </exception>
    public LatencyColumn Read(string column, Latency? unit = null)
    {
        var index = _table.IndexOf(column);
        if (index < 0 || index == _architectures.Position)
            throw new TableException($"{_table.Name} has no column '{column}': use one of {string.Join(", ", Columns)}.");
        var nanosecondsEach = unit?.Nanoseconds ?? 1e6;
        var bad = new BadRows(_table.Name);
        var seen = new Dictionary<Architecture, (int Line, string Field, double Number)>();
        var latencies = new List<TableLatency>(_table.Rows.Count);
        var (empty, repeated, withoutPath) = (0, 0, 0);
        foreach (var (line, fields) in _table.Rows)
        {
            if (!_architectures.TryRead(fields, out var architecture, out var reason))
                bad.Add(line, reason);
            else if (fields[index].Length == 0)
                empty++;
            else if (!TryRead(fields[index], nanosecondsEach, out var number))
                bad.Add(line, $"'{fields[index]}' is not a latency above zero");
            else if (!seen.TryAdd(architecture, (line, fields[index], number)))
                repeated += CheckRepetition(bad, line, fields[index], number, seen[architecture]);
            else if (!architecture.EffectiveCell.IsReachable)
                withoutPath++;
            else
                latencies.Add(new TableLatency(architecture, Latency.FromNanoseconds(number * nanosecondsEach)));
        }

        bad.ThrowIfAny();
        return new LatencyColumn(latencies, empty, repeated, withoutPath);
    }

    private static int CheckRepetition(BadRows bad, int line, string field, double number, (int Line, string Field, double Number) first)
    {
        if (number == first.Number)
            return 1;
        bad.Add(line, FormattableString.Invariant($"{field} where line {first.Line} has {first.Field} for the same architecture"));
        return 0;
    }

    private static bool TryRead(string field, double nanosecondsEach, out double number) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && number > 0 && double.IsFinite(number * nanosecondsEach) && number * nanosecondsEach > 0;
}
