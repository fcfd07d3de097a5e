using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Measurements;

namespace LatBench.Publishing.Tables;

/// <summary>The graphics processors of a pass in one column: a machine has none, one or eight of them, and columns are fixed.</summary>
internal static class GpuText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string? Of(IReadOnlyList<GpuConditions>? gpus) => gpus is null ? null : JsonSerializer.Serialize(gpus, Options);
}
