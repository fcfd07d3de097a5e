using LatBench.LatencyTables;

namespace LatBench.Prediction.Labels;

/// <summary>A CSV file of latencies in milliseconds as labels (<see cref="LatencyTable"/>).</summary>
public sealed class LabelTable
{
    private readonly LatencyTable _table;

    private LabelTable(LatencyTable table) => _table = table;

    /// <summary>The columns other than the architecture's, in the file's order.</summary>
    public IReadOnlyList<string> Columns => _table.Columns;

    /// <summary>Gets the number of rows of the table, the header not counted.</summary>
    public int RowCount => _table.RowCount;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A CSV file, UTF-8.</param>
    /// <exception cref="PredictionException">It cannot be read, has no column of architectures, or rows of another length.</exception>
    public static LabelTable Open(string path) => new(Guard(() => LatencyTable.Open(path)));

    /// <summary>Reads the lines of a table.</summary>
    /// <param name="name">The name of the table in messages.</param>
    /// <param name="lines">The header first.</param>
    /// <exception cref="PredictionException">There is no column of architectures, or a row of another length.</exception>
    public static LabelTable Parse(string name, IEnumerable<string> lines) => new(Guard(() => LatencyTable.Parse(name, lines)));

    /// <summary>The labels of one column, in the file's order, as <see cref="LatencyTable.Read"/> gives them.</summary>
    /// <param name="column">One of <see cref="Columns"/>.</param>
    /// <exception cref="PredictionException">There is no such column, or rows are bad; the message has the line numbers of the first of them.</exception>
    public IReadOnlyList<LabelledArchitecture> Labels(string column) =>
        [.. Guard(() => _table.Read(column)).Latencies.Select(row => new LabelledArchitecture(row.Architecture, row.Latency))];

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TableException exception)
        {
            throw new PredictionException(exception.Message, exception);
        }
    }
}
