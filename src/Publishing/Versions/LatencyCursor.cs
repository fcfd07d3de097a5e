using LatBench.Publishing.Tables;
using Parquet;
using Parquet.Schema;

namespace LatBench.Publishing.Versions;

/// <summary>Goes over the rows of a latency file in their order, one row group in memory at a time.</summary>
internal sealed class LatencyCursor : IAsyncDisposable
{
    private readonly ParquetReader _reader;
    private readonly IReadOnlyList<Column<MeasurementRow>> _columns;
    private readonly ColumnValues[] _values;
    private int _nextRowGroup;
    private long _rows;
    private int _row = -1;

    private LatencyCursor(ParquetReader reader, IReadOnlyList<Column<MeasurementRow>> columns) =>
        (_reader, _columns, _values) = (reader, columns, new ColumnValues[columns.Count]);

    /// <summary>Opens a file, to read those of its columns.</summary>
    public static async Task<LatencyCursor> OpenAsync(string path, IReadOnlyList<Column<MeasurementRow>> columns, CancellationToken cancellationToken) =>
        new(await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken), columns);

    /// <summary>The columns of a file.</summary>
    public IReadOnlyList<DataField> Fields => _reader.Schema.GetDataFields();

    /// <summary>Goes to the next row; false after the last.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        for (_row++; _row >= _rows; _row = 0)
        {
            if (_nextRowGroup == _reader.RowGroupCount)
                return false;
            using var rowGroup = _reader.OpenRowGroupReader(_nextRowGroup++);
            _rows = rowGroup.RowCount;
            for (var i = 0; i < _columns.Count && _rows > 0; i++)
                _values[i] = await _columns[i].ReadAsync(rowGroup, _reader.Schema.FindDataField(_columns[i].Name), cancellationToken);
        }

        return true;
    }

    /// <summary>Compares the current rows of two cursors over the same columns, by some of them.</summary>
    public int Compare(LatencyCursor other, IEnumerable<int> columns)
    {
        foreach (var column in columns)
        {
            var order = _values[column].Compare(_row, other._values[column], other._row);
            if (order != 0)
                return order;
        }

        return 0;
    }

    /// <summary>The text of the current row in a column of text.</summary>
    public string TextOf(int column) => ((TextValues)_values[column])[_row] ?? "";

    /// <summary>The number of the current row in a column of numbers.</summary>
    public double NumberOf(int column) => ((NumberValues<double>)_values[column])[_row] ?? double.NaN;

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}
