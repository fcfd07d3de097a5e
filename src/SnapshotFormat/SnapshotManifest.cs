using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LatBench.SnapshotFormat;

/// <summary>The content of a snapshot's <c>manifest.json</c>.</summary>
public sealed record SnapshotManifest
{
    /// <summary>Identity of the format, <see cref="SnapshotLayout.Format"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Name of the dataset, for example <c>latbench</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the snapshot, <c>MAJOR.MINOR.PATCH</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the selection of the data, in a canonical text; <c>everything</c> where nothing was left out.</summary>
    public string? Selection { get; init; }

    /// <summary>
    /// The time at which the newest published measurement ended, UTC; null where none has a time. The time of the snapshot itself is in no file:
    /// the same data gives the same bytes.
    /// </summary>
    public DateTimeOffset? NewestMeasuredAt { get; init; }

    /// <summary>The tables, in a fixed order.</summary>
    public required IReadOnlyList<SnapshotTable> Tables { get; init; }

    /// <summary>Every file except <c>manifest.json</c> and <c>SHA256SUMS</c>, ordered by path (ordinal).</summary>
    public required IReadOnlyList<SnapshotFileEntry> Files { get; init; }
}

/// <summary>A table of a snapshot.</summary>
/// <param name="Name">For example <c>latency</c>.</param>
/// <param name="Path">Path or glob of its files within the snapshot, for example <c>data/latency/**/*.parquet</c>.</param>
/// <param name="Rows">Rows of all its files together.</param>
/// <param name="Columns">Names of its columns, in the order of the files.</param>
public sealed record SnapshotTable(string Name, string Path, long Rows, IReadOnlyList<string> Columns);

/// <summary>A file of a snapshot.</summary>
/// <param name="Path">Path within the snapshot, parts separated by <c>/</c>.</param>
/// <param name="SizeBytes">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
public sealed record SnapshotFileEntry(string Path, long SizeBytes, string Sha256);

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
