namespace LatBench.Storage.Sql;

/// <summary>One column of many rows that are written at once; its value may be null.</summary>
internal sealed record BulkColumn<T>(string Name, BulkType Type, Func<T, object?> Value)
{
    public static BulkColumn<T> Text(string name, Func<T, string?> value) => new(name, BulkType.Text, value);

    public static BulkColumn<T> Number(string name, Func<T, long?> value) => new(name, BulkType.Number, row => value(row));

    public static BulkColumn<T> Fraction(string name, Func<T, double?> value) => new(name, BulkType.Fraction, row => value(row));

    public static BulkColumn<T> Bytes(string name, Func<T, byte[]?> value) => new(name, BulkType.Bytes, value);

    public static BulkColumn<T> Flag(string name, Func<T, bool> value) => new(name, BulkType.Flag, row => value(row));
}

/// <summary>Type of a <see cref="BulkColumn{T}"/>.</summary>
internal enum BulkType
{
    Text,
    Number,
    Fraction,
    Bytes,
    Flag,
}
