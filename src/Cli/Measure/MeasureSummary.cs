using System.Text.Json.Serialization;
using LatBench.Cli.Rendering;

namespace LatBench.Cli.Measure;

/// <summary>The document that <c>measure --json</c> prints; field names are stable.</summary>
internal sealed record MeasureSummary
{
    /// <summary>Gets the campaign, <c>campaigns/{campaign}</c>; empty where no file could be measured.</summary>
    public required string Campaign { get; init; }

    public required IReadOnlyList<MeasuredFile> Rows { get; init; }

    public static MeasureSummary Of(MeasureResult result) => new()
    {
        Campaign = result.Campaign?.Name ?? "",
        Rows = [.. result.Rows.Select(MeasuredFile.Of)],
    };
}

/// <summary>A file in one configuration on one target.</summary>
internal sealed record MeasuredFile
{
    public required string File { get; init; }

    /// <summary>Gets the SHA-256 of the model; null where the file was refused.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Gets the reason why there is no latency; null where there is one.</summary>
    public required string? Reason { get; init; }

    /// <summary>Gets <c>measurements/{measurement}</c>; null where there is none.</summary>
    public required string? Measurement { get; init; }

    public required string? Target { get; init; }

    public required string? Precision { get; init; }

    public required int? Batch { get; init; }

    /// <summary>Gets every input with its type, shape and values.</summary>
    public required string? Inputs { get; init; }

    public required string? Verdict { get; init; }

    public required IReadOnlyList<string> Suspicions { get; init; }

    public required double? LatencyMs { get; init; }

    public required double? Ci95LowMs { get; init; }

    public required double? Ci95HighMs { get; init; }

    public required double? MedianMs { get; init; }

    public required double? P90Ms { get; init; }

    public required double? P99Ms { get; init; }

    public required int? Samples { get; init; }

    public required int? Passes { get; init; }

    public required double? SessionCreationMs { get; init; }

    public required long? PeakMemoryBytes { get; init; }

    public required int? Operators { get; init; }

    public required long? Parameters { get; init; }

    public required long? Macs { get; init; }

    /// <summary>Gets the operators of the profile, the longest first; empty where none was asked for.</summary>
    public required IReadOnlyList<MeasuredOperator> Profile { get; init; }

    public static MeasuredFile Of(MeasureRow row)
    {
        var (measurement, summary) = (row.Measurement, row.Measurement?.Summary);
        return new MeasuredFile
        {
            File = row.Path,
            Sha256 = row.Model?.Name["models/".Length..],
            Reason = row.Reason,
            Measurement = measurement?.Name,
            Target = measurement?.Target,
            Precision = measurement is null ? null : Words.Of(measurement.ModelConfig.Precision),
            Batch = measurement?.ModelConfig.Batch,
            Inputs = measurement?.ModelConfig.Input,
            Verdict = measurement is null ? null : Measurements.MeasurementText.Verdict(measurement),
            Suspicions = [.. measurement?.Suspicions ?? []],
            LatencyMs = summary?.LatencyMs,
            Ci95LowMs = summary?.Ci95LowMs,
            Ci95HighMs = summary?.Ci95HighMs,
            MedianMs = summary?.MedianMs,
            P90Ms = summary is { HasP90Ms: true } ? summary.P90Ms : null,
            P99Ms = summary is { HasP99Ms: true } ? summary.P99Ms : null,
            Samples = summary?.Samples,
            Passes = summary?.Passes,
            SessionCreationMs = summary?.SessionCreationMs,
            PeakMemoryBytes = summary is { HasPeakMemoryBytes: true } ? summary.PeakMemoryBytes : null,
            Operators = row.Model is { } model ? model.Operators.Sum(one => one.Count) : null,
            Parameters = row.Model?.Parameters,
            Macs = row.Model is { HasMacs: true } ? row.Model.Macs : null,
            Profile = [.. row.Profile?.Operators.OrderByDescending(one => one.Share).Select(one => new MeasuredOperator(one.Name, one.OpType, one.Share, one.MeanNs)) ?? []],
        };
    }
}

/// <summary>An operator of a profile.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Its type.</param>
/// <param name="Share">Its share of the time, 0 to 1.</param>
/// <param name="MeanNs">The mean of its time in nanoseconds.</param>
internal sealed record MeasuredOperator(string Name, string Type, double Share, double MeanNs);

/// <summary>JSON of the summary.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(MeasureSummary))]
internal sealed partial class MeasureJson : JsonSerializerContext;
