using System.Globalization;
using LatBench.Measurements;
using LatBench.SearchSpace.NasBench201;

namespace LatBench.Prediction.Labels;

/// <summary>
/// A CSV file of latencies in milliseconds: a header, one column with architecture strings or 6-digit codes
/// (<c>arch_str</c>, <c>architecture</c>, <c>arch</c> or <c>code</c>), and one column a device or figure. An empty field was not measured.
/// </summary>
public sealed class LabelTable
{
    private static readonly string[] ArchitectureColumns = ["arch_str", "architecture", "arch", "code"];

    private readonly string _file;

    private readonly string[] _header;

    private readonly int _architectureColumn;

    private readonly List<(int Line, string[] Fields)> _rows;

    private LabelTable(string file, string[] header, int architectureColumn, List<(int Line, string[] Fields)> rows) =>
        (_file, _header, _architectureColumn, _rows) = (file, header, architectureColumn, rows);

    /// <summary>The columns other than the architecture's, in the file's order.</summary>
    public IReadOnlyList<string> Columns => [.. _header.Where((_, index) => index != _architectureColumn)];

    /// <summary>How many rows the table has, the header not counted.</summary>
    public int RowCount => _rows.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A CSV file, UTF-8.</param>
    /// <exception cref="PredictionException">It cannot be read, has no column of architectures, or rows of another length.</exception>
    public static LabelTable Open(string path)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PredictionException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the lines of a table.</summary>
    /// <param name="name">What to call the table in messages.</param>
    /// <param name="lines">The header first.</param>
    /// <exception cref="PredictionException">There is no column of architectures, or a row of another length.</exception>
    public static LabelTable Parse(string name, IEnumerable<string> lines)
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

        var column = Array.FindIndex(header ?? [], ArchitectureColumns.Contains);
        if (column < 0)
            throw new PredictionException($"{name} has no column of architectures: its header must name one of {string.Join(", ", ArchitectureColumns)}.");
        bad.ThrowIfAny();
        return new LabelTable(name, header!, column, rows);
    }

    /// <summary>
    /// The labels of one column, in the file's order. Architectures without a path from input to output, which nobody can measure as
    /// LatBench does, and empty fields are left out; a row that only repeats another counts once.
    /// </summary>
    /// <param name="column">One of <see cref="Columns"/>.</param>
    /// <exception cref="PredictionException">
    /// There is no such column, or rows are bad: no architecture of the space, no latency above zero, or an architecture that has another latency
    /// further up. The message has the line numbers of the first of them.
    /// </exception>
    public IReadOnlyList<LabelledArchitecture> Labels(string column)
    {
        var index = Array.IndexOf(_header, column);
        if (index < 0 || index == _architectureColumn)
            throw new PredictionException($"{_file} has no column '{column}': use one of {string.Join(", ", Columns)}.");
        var bad = new BadRows(_file);
        var seen = new Dictionary<Architecture, (int Line, double Milliseconds)>();
        var labels = new List<LabelledArchitecture>(_rows.Count);
        foreach (var (line, fields) in _rows)
        {
            if (!Architecture.TryParse(fields[_architectureColumn], out var architecture, out var error))
                bad.Add(line, error.Message.TrimEnd('.'));
            else if (fields[index].Length == 0)
                continue;
            else if (!TryMilliseconds(fields[index], out var milliseconds))
                bad.Add(line, $"'{fields[index]}' is not a latency in milliseconds above zero");
            else if (!seen.TryAdd(architecture, (line, milliseconds)))
                CheckRepetition(bad, line, milliseconds, seen[architecture]);
            else if (architecture.EffectiveCell.IsReachable)
                labels.Add(new LabelledArchitecture(architecture, Latency.FromMilliseconds(milliseconds)));
        }

        bad.ThrowIfAny();
        return labels;
    }

    private static void CheckRepetition(BadRows bad, int line, double milliseconds, (int Line, double Milliseconds) first)
    {
        if (milliseconds != first.Milliseconds)
            bad.Add(line, FormattableString.Invariant($"{milliseconds} ms where line {first.Line} has {first.Milliseconds} ms for the same architecture"));
    }

    private static bool TryMilliseconds(string field, out double milliseconds) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out milliseconds)
        && double.IsFinite(milliseconds) && milliseconds > 0;
}
