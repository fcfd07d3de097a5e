namespace LatBench.Publishing.Tables;

/// <summary>The values of one column in one row group, to be compared with those of another file.</summary>
internal abstract class ColumnValues
{
    /// <summary>Order of two values, text by ordinal, null first; below 0, 0 or above 0.</summary>
    /// <param name="row">Row in this row group.</param>
    /// <param name="other">Values of the same column in another file.</param>
    /// <param name="otherRow">Row there.</param>
    public abstract int Compare(int row, ColumnValues other, int otherRow);
}

internal sealed class TextValues(string?[] values) : ColumnValues
{
    private readonly string?[] _values = values;

    public string? this[int row] => _values[row];

    public override int Compare(int row, ColumnValues other, int otherRow) =>
        string.CompareOrdinal(_values[row], ((TextValues)other)._values[otherRow]);
}

internal sealed class NumberValues<T>(T?[] values) : ColumnValues
    where T : struct, IComparable<T>
{
    private readonly T?[] _values = values;

    public T? this[int row] => _values[row];

    public override int Compare(int row, ColumnValues other, int otherRow) =>
        Comparer<T?>.Default.Compare(_values[row], ((NumberValues<T>)other)._values[otherRow]);
}
