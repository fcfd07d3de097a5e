using System.Text.Json.Serialization;
using LatBench.Hosting.WebRuntimes;

namespace LatBench.Cli.WebRuntimes;

/// <summary>The document of <c>web-runtime list --json</c>.</summary>
/// <param name="Versions">The installed versions, the newest first.</param>
internal sealed record WebRuntimeDocument(IReadOnlyList<WebRuntime> Versions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(WebRuntimeDocument))]
[JsonSerializable(typeof(WebRuntime))]
internal sealed partial class WebRuntimeDocumentContext : JsonSerializerContext;
