using System.Text.Json.Serialization;

namespace LatBench.Cli.Export;

/// <summary>What <c>export onnx --json</c> prints.</summary>
internal sealed record ExportReport(
    string Model, string Path, long SizeBytes, string Sha256, string? WeightsPath, IReadOnlyList<long> InputShape, IReadOnlyList<long> OutputShape);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ExportReport))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
