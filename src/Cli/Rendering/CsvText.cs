using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace LatBench.Cli.Rendering;

/// <summary>Comma-separated values after RFC 4180: a heading, quoted where needed, lines that end in CR and LF, numbers as JSON has them. Lists and objects in a cell are JSON.</summary>
internal static class CsvText
{
    /// <summary>Writes items.</summary>
    /// <param name="writer">The place to write to.</param>
    /// <param name="columns">The names of properties, those of objects in an item with dots.</param>
    /// <param name="items">The items; a property that an item lacks is an empty cell.</param>
    public static void Write(TextWriter writer, IReadOnlyList<string> columns, IEnumerable<JsonElement> items)
    {
        using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture, leaveOpen: true);
        foreach (var column in columns)
            csv.WriteField(column);
        csv.NextRecord();
        foreach (var item in items)
        {
            foreach (var column in columns)
                csv.WriteField(Cell(item, column));
            csv.NextRecord();
        }
    }

    private static string Cell(JsonElement item, string path)
    {
        var element = item;
        foreach (var name in path.Split('.'))
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "";
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Null => "",
            _ => element.GetRawText(),
        };
    }
}
