using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Packaging;

/// <summary>Writes <c>schema.json</c>: every table with its columns, their types, units and meaning.</summary>
internal static class SchemaJson
{
    public static byte[] Write(IEnumerable<Table> tables)
    {
        var content = new SchemaDescription("latbench-schema/1", [.. tables.Select(table => new TableDescription(table.Name, table.Path, table.Description, table.Describe()))]);
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content, SchemaJsonContext.Default.SchemaDescription) + "\n");
    }
}

internal sealed record SchemaDescription(string Format, IReadOnlyList<TableDescription> Tables);

internal sealed record TableDescription(string Name, string Path, string Description, IReadOnlyList<ColumnDescription> Columns);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(SchemaDescription))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
