using System.Globalization;
using System.Text;
using LatBench.Publishing.Tables;
using LatBench.SearchSpaces;
using LatBench.TestKit;

namespace LatBench.Publishing.Tests.Tables;

/// <summary>Holds docs/reference/snapshot-schema.md to the tables.</summary>
public sealed class SchemaDocumentTests
{
    [Fact]
    public void Document_has_every_table_and_column()
    {
        var spaces = SearchSpaceRegistry.BuiltIn;
        var tables = AllTables.With([ArchitectureTable.Of(spaces["nas-bench-201"]), ArchitectureTable.Of(spaces["nas-bench-101"]), ArchitectureTable.Of(spaces["darts"])]);
        var text = new StringBuilder(
            """
            Every table of a snapshot with its columns, as `schema.json` of the snapshot has them. [snapshot-format.md](snapshot-format.md) has the files, the rules and the versions.
            A column whose type ends in `?` may be null: the device did not give the value.


            """);
        foreach (var table in tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {table.Name}\n\n`{table.Path}`. {table.Description}\n\n| column | type | unit | meaning |\n|---|---|---|---|\n");
            foreach (var column in table.Describe())
                text.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Type}{(column.Nullable ? "?" : "")} | {column.Unit} | {GeneratedDocument.Cell(column.Description)} |\n");
            text.Append('\n');
        }

        GeneratedDocument.Check("Columns of a snapshot", text.ToString(), "docs", "reference", "snapshot-schema.md");
    }
}
