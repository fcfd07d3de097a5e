using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.SnapshotFormat;

/// <summary>Reads and writes <c>manifest.json</c>: UTF-8, snake_case names, two spaces of indentation, line feeds, one at the end.</summary>
public static class SnapshotManifestJson
{
    /// <summary>The bytes of <c>manifest.json</c>; equal manifests give equal bytes on every machine.</summary>
    public static byte[] Write(SnapshotManifest manifest) =>
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(manifest, ManifestJsonContext.Default.SnapshotManifest) + "\n");

    /// <summary>The manifest in <paramref name="utf8"/>; null where it is not one.</summary>
    public static SnapshotManifest? TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, ManifestJsonContext.Default.SnapshotManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SnapshotManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
