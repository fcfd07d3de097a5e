namespace LatBench.LatencyTables.Csv;

/// <summary>Fields of CSV files that are written. The texts of some search spaces hold commas.</summary>
public static class CsvField
{
    private const char Quote = '"';

    /// <summary>Gets a text as a field: in quotes where it needs them (RFC 4180), else as it is.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => text.AsSpan().IndexOfAny(",;\t\"\r\n") < 0 && !text.StartsWith('#')
        ? text
        : Quote + text.Replace("\"", "\"\"", StringComparison.Ordinal) + Quote;
}
