using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Publishing.Tables;

namespace LatBench.Publishing.Packaging;

/// <summary>Writes <c>schema.json</c>: every table with its columns, their types, units and meaning.</summary>
internal static class SchemaJson
{
    private static readonly SchemaDescription Content = new(
        "latbench-schema/1",
        [.. AllTables.InOrder.Select(table => new TableDescription(table.Name, table.Path, table.Description, table.Describe()))]);

    public static byte[] Write() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Content, SchemaJsonContext.Default.SchemaDescription) + "\n");
}

internal sealed record SchemaDescription(string Format, IReadOnlyList<TableDescription> Tables);

internal sealed record TableDescription(string Name, string Path, string Description, IReadOnlyList<ColumnDescription> Columns);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(SchemaDescription))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
