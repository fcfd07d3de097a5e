using System.Text;

namespace LatBench.Publishing.Packaging;

/// <summary>Tables in Markdown; whatever a cell holds, it stays in its cell.</summary>
internal static class CardTables
{
    public static void Append(StringBuilder text, CardTable table)
    {
        text.Append($"### {OneLine(table.Title)}\n\n");
        if (table.Text.Length > 0)
            text.Append(OneLine(table.Text)).Append("\n\n");
        Append(text, table.Columns, table.Rows);
    }

    public static void Append(StringBuilder text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        AppendRow(text, columns);
        text.Append('|').Insert(text.Length, "---|", columns.Count).Append('\n');
        foreach (var row in rows)
            AppendRow(text, row);
        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append('|').AppendJoin('|', cells.Select(cell => $" {OneLine(cell).Replace("|", "\\|", StringComparison.Ordinal)} ")).Append("|\n");

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
