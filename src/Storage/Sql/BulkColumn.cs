namespace LatBench.Storage.Sql;

/// <summary>One column of many rows to be inserted; the value is a string, a number or null.</summary>
internal sealed record BulkColumn<T>(string Name, BulkType Type, Func<T, object?> Value)
{
    public static BulkColumn<T> Text(string name, Func<T, string?> value) => new(name, BulkType.Text, value);

    public static BulkColumn<T> Number(string name, Func<T, long?> value) => new(name, BulkType.Number, row => value(row));

    public static BulkColumn<T> Real(string name, Func<T, double?> value) => new(name, BulkType.Real, row => value(row));
}

/// <summary>Type of a <see cref="BulkColumn{T}"/>.</summary>
internal enum BulkType
{
    Text,
    Number,
    Real,
}
