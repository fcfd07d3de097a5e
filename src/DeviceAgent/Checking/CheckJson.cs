using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.DeviceAgent.Checking;

/// <summary>The findings for a program, in the words that docs/commands.md gives.</summary>
internal static class CheckJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Of(CheckResult result) =>
        JsonSerializer.Serialize(new { Usable = result.IsUsable, result.Problems, result.Warnings, result.Findings }, Options);
}
