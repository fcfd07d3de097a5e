using Parquet;
using Parquet.Schema;

namespace LatBench.Publishing.Tables;

/// <summary>A column of a table: what it is called, what it means, and how a row gives its value.</summary>
internal abstract class Column<TRow>(string name, string type, bool isNullable, string unit, string description)
{
    public string Name { get; } = name;

    /// <summary>Type as <c>schema.json</c> names it.</summary>
    public string Type { get; } = type;

    public bool IsNullable { get; } = isNullable;

    /// <summary>Unit; empty where the value has none.</summary>
    public string Unit { get; } = unit;

    public string Description { get; } = description;

    /// <summary>A Parquet field of its own for every file: a field belongs to one schema.</summary>
    public abstract DataField CreateField();

    public abstract Task WriteAsync(ParquetRowGroupWriter writer, DataField field, IReadOnlyList<TRow> rows, CancellationToken cancellationToken);

    /// <summary>The values of a row group of a file of this table.</summary>
    public abstract Task<ColumnValues> ReadAsync(ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken);
}

/// <summary>A column of text, UTF-8.</summary>
internal sealed class TextColumn<TRow>(string name, bool isNullable, Func<TRow, string?> value, string description)
    : Column<TRow>(name, "string", isNullable, "", description)
{
    public override DataField CreateField() => new DataField<string>(Name, IsNullable);

    public override Task WriteAsync(ParquetRowGroupWriter writer, DataField field, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) =>
        writer.WriteAsync(field, (IReadOnlyCollection<string>)rows.Select(value).ToArray()!);

    public override async Task<ColumnValues> ReadAsync(ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken)
    {
        var values = new string?[reader.RowCount];
        await reader.ReadAsync(field, values.AsMemory(), null, cancellationToken);
        return new TextValues(values);
    }
}

/// <summary>A column of numbers, flags or times.</summary>
internal sealed class ValueColumn<TRow, T>(
    string name, string type, bool isNullable, string unit, Func<TRow, T?> value, Func<DataField> field, string description)
    : Column<TRow>(name, type, isNullable, unit, description)
    where T : struct, IComparable<T>
{
    public override DataField CreateField() => field();

    public override Task WriteAsync(ParquetRowGroupWriter writer, DataField field, IReadOnlyList<TRow> rows, CancellationToken cancellationToken) =>
        IsNullable
            ? writer.WriteAsync<T>(field, rows.Select(value).ToArray(), null, null, cancellationToken)
            : writer.WriteAsync<T>(field, rows.Select(row => value(row)!.Value).ToArray(), null, null, cancellationToken);

    public override async Task<ColumnValues> ReadAsync(ParquetRowGroupReader reader, DataField field, CancellationToken cancellationToken)
    {
        if (field.IsNullable)
        {
            var optional = new T?[reader.RowCount];
            await reader.ReadAsync<T>(field, optional.AsMemory(), null, cancellationToken);
            return new NumberValues<T>(optional);
        }

        var values = new T[reader.RowCount];
        await reader.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken);
        return new NumberValues<T>(Array.ConvertAll(values, value => (T?)value));
    }
}

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

/// <summary>Makes columns; a definition then reads as a list of name, value and meaning.</summary>
internal static class ColumnFactory<TRow>
{
    public static Column<TRow> Text(string name, Func<TRow, string> value, string description) =>
        new TextColumn<TRow>(name, false, value, description);

    public static Column<TRow> OptionalText(string name, Func<TRow, string?> value, string description) =>
        new TextColumn<TRow>(name, true, value, description);

    public static Column<TRow> Flag(string name, Func<TRow, bool> value, string description) =>
        Value<bool>(name, "bool", false, "", row => value(row), description);

    public static Column<TRow> OptionalFlag(string name, Func<TRow, bool?> value, string description) =>
        Value(name, "bool", true, "", value, description);

    public static Column<TRow> Int32(string name, Func<TRow, int> value, string description, string unit = "") =>
        Value<int>(name, "int32", false, unit, row => value(row), description);

    public static Column<TRow> OptionalInt32(string name, Func<TRow, int?> value, string description, string unit = "") =>
        Value(name, "int32", true, unit, value, description);

    public static Column<TRow> Int64(string name, Func<TRow, long> value, string description, string unit = "") =>
        Value<long>(name, "int64", false, unit, row => value(row), description);

    public static Column<TRow> OptionalInt64(string name, Func<TRow, long?> value, string description, string unit = "") =>
        Value(name, "int64", true, unit, value, description);

    public static Column<TRow> Real(string name, Func<TRow, double> value, string description, string unit = "") =>
        Value<double>(name, "double", false, unit, row => value(row), description);

    public static Column<TRow> OptionalReal(string name, Func<TRow, double?> value, string description, string unit = "") =>
        Value(name, "double", true, unit, value, description);

    public static Column<TRow> Time(string name, Func<TRow, DateTimeOffset> value, string description) =>
        Timestamp(name, false, row => value(row).UtcDateTime, description);

    public static Column<TRow> OptionalTime(string name, Func<TRow, DateTimeOffset?> value, string description) =>
        Timestamp(name, true, row => value(row)?.UtcDateTime, description);

    private static ValueColumn<TRow, T> Value<T>(string name, string type, bool isNullable, string unit, Func<TRow, T?> value, string description)
        where T : struct, IComparable<T> =>
        new(name, type, isNullable, unit, value, () => new DataField<T>(name, isNullable), description);

    private static ValueColumn<TRow, DateTime> Timestamp(string name, bool isNullable, Func<TRow, DateTime?> value, string description) =>
        new(name, "timestamp[us, tz=UTC]", isNullable, "", value, () => MicrosecondsUtc(name, isNullable), description);

    private static DateTimeDataField MicrosecondsUtc(string name, bool isNullable) =>
        new(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable);
}
