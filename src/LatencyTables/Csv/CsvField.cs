using System.Buffers;

namespace LatBench.LatencyTables.Csv;

/// <summary>Fields of CSV files that are written. The texts of some search spaces hold commas.</summary>
public static class CsvField
{
    private const char Quote = '"';

    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    /// <summary>Gets a text as a field: in quotes where it needs them (RFC 4180), else as it is.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => text.AsSpan().IndexOfAny(Special) < 0 && !text.StartsWith('#')
        ? text
        : Quote + text.Replace("\"", "\"\"", StringComparison.Ordinal) + Quote;
}
