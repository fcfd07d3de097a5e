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
