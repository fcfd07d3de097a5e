using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Snapshots;

/// <summary>Tables for the card, from the wire.</summary>
internal static class CardTableReader
{
    private const int MaxTables = 20;
    private const int MaxColumns = 20;
    private const int MaxRows = 200;
    private const int MaxText = 2_000;

    public static Publishing.CardTable ToDomain(V1.CardTable table) =>
        new(table.Title, table.Text, [.. table.Columns], [.. table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Cells])]);

    public static void Check(IReadOnlyList<V1.CardTable> tables, List<(string, string)> faults)
    {
        if (tables.Count > MaxTables)
            faults.Add(("tables", $"A card shows at most {MaxTables} tables."));
        foreach (var (index, table) in tables.Index())
        {
            if (table.Title.Length is 0 or > MaxText || table.Text.Length > MaxText)
                faults.Add(($"tables[{index}]", $"A table has a title, and title and text have at most {MaxText} characters."));
            if (table.Columns.Count is 0 or > MaxColumns || table.Rows.Count > MaxRows)
                faults.Add(($"tables[{index}]", $"A table has 1 to {MaxColumns} columns and at most {MaxRows} rows."));
            if (table.Rows.Any(row => row.Cells.Count != table.Columns.Count))
                faults.Add(($"tables[{index}].rows", "Every row has as many cells as there are columns."));
            if (table.Columns.Concat(table.Rows.SelectMany(row => row.Cells)).Any(cell => cell.Length > MaxText))
                faults.Add(($"tables[{index}].rows", $"A cell has at most {MaxText} characters."));
        }
    }
}
