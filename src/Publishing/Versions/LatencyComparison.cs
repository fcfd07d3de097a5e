using LatBench.Publishing.Tables;
using Parquet;
using Parquet.Schema;

namespace LatBench.Publishing.Versions;

/// <summary>Compares the latency file of one target in two snapshots by merging them: both are sorted by the same key.</summary>
internal static class LatencyComparison
{
    /// <param name="before">The file in the snapshot before; null where it has none.</param>
    /// <param name="after">The file in the new one; null where it has none.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public static async Task<RowChanges> CompareAsync(string? before, string? after, CancellationToken cancellationToken)
    {
        var changes = new RowChanges();
        if (before is null)
            changes.Add(await CountAsync(after!, cancellationToken));
        else if (after is null)
            changes.Remove(await CountAsync(before, cancellationToken));
        else
            await CompareAsync(changes, before, after, cancellationToken);
        return changes;
    }

    private static async Task CompareAsync(RowChanges changes, string before, string after, CancellationToken cancellationToken)
    {
        var columns = MeasurementTables.Latency.Columns;
        await using var known = await LatencyCursor.OpenAsync(before, [], cancellationToken);
        if (known.Fields.Any(field => !columns.Any(column => column.Name == field.Name && Same(column, field))))
        {
            changes.Alter(await CountAsync(after, cancellationToken));
            return;
        }

        Column<MeasurementRow>[] shared = [.. columns.Where(column => known.Fields.Any(field => field.Name == column.Name))];
        changes.HasNewColumns = shared.Length < columns.Count;
        await using var left = await LatencyCursor.OpenAsync(before, shared, cancellationToken);
        await using var right = await LatencyCursor.OpenAsync(after, shared, cancellationToken);
        await MergeAsync(changes, left, right, shared, cancellationToken);
    }

    private static async Task<long> CountAsync(string file, CancellationToken cancellationToken)
    {
        await using var cursor = await LatencyCursor.OpenAsync(file, [], cancellationToken);
        var rows = 0L;
        while (await cursor.MoveNextAsync(cancellationToken))
            rows++;
        return rows;
    }

    private static bool Same(Column<MeasurementRow> column, DataField field)
    {
        var now = column.CreateField();
        return now.ClrType == field.ClrType && now.IsNullable == field.IsNullable;
    }

    private static async Task MergeAsync(
        RowChanges changes, LatencyCursor left, LatencyCursor right, Column<MeasurementRow>[] columns, CancellationToken cancellationToken)
    {
        var names = Array.ConvertAll(columns, column => column.Name);
        int[] key = [.. MeasurementTables.Key.Select(name => Array.IndexOf(names, name))];
        int[] all = [.. Enumerable.Range(0, columns.Length)];
        var (architecture, latency) = (Array.IndexOf(names, "arch_str"), Array.IndexOf(names, "latency_ms"));

        var hasLeft = await left.MoveNextAsync(cancellationToken);
        var hasRight = await right.MoveNextAsync(cancellationToken);
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1 : !hasRight ? -1 : left.Compare(right, key);
            if (order < 0)
                changes.Remove();
            else if (order > 0)
                changes.Add();
            else if (left.Compare(right, all) != 0)
                changes.Alter(new LatencyChange(left.TextOf(architecture), left.NumberOf(latency), right.NumberOf(latency)));

            if (order <= 0)
                hasLeft = await left.MoveNextAsync(cancellationToken);
            if (order >= 0)
                hasRight = await right.MoveNextAsync(cancellationToken);
        }
    }
}

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
