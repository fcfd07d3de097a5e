using DuckDB.NET.Data;

namespace LatBench.Publishing.Tests.Fakes;

/// <summary>A reader of Parquet files that is not ours.</summary>
internal static class DuckDb
{
    /// <summary>The rows of a query.</summary>
    public static List<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'";
        command.ExecuteNonQuery();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Column name and type of every column, <c>name TYPE</c>.</summary>
    public static IEnumerable<string> Columns(string files) => Query($"DESCRIBE SELECT * FROM '{files}'").Select(row => $"{row[0]} {row[1]}");

    /// <summary>The one value of a query.</summary>
    public static object? Value(string sql) => Query(sql).Single().Single();
}
