using Parquet.Schema;

namespace LatBench.Publishing.Tables;

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
