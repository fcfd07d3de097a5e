using System.Text.Json.Serialization;

namespace LatBench.Cli.Export;

/// <summary>The output of <c>export onnx --json</c>.</summary>
internal sealed record ExportReport(
    string Model, string Path, long SizeBytes, string Sha256, string? WeightsPath, IReadOnlyList<long> InputShape, IReadOnlyList<long> OutputShape);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(ExportReport))]
internal sealed partial class ExportJsonContext : JsonSerializerContext;
