using System.Text.Json;
using LatBench.TestKit;

namespace LatBench.SearchSpaces.Tests.NasBench101;

/// <summary>The published cells, or a skipped test where they are not beside this clone.</summary>
internal static class ReferenceCells
{
    public static JsonElement Read() => JsonDocument.Parse(string.Concat(ReferenceData.Lines("nas-bench-101-cells.json"))).RootElement;

    public static IEnumerable<JsonElement> Cells() => Read().GetProperty("cells").EnumerateArray().Append(Read().GetProperty("raw_8_vertex_cell"));

    public static string Json(JsonElement cell, string prefix = "") =>
        $$"""{"matrix": {{cell.GetProperty(prefix + "matrix").GetRawText()}}, "ops": {{cell.GetProperty(prefix + "ops").GetRawText()}}}""";
}
