using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measurements;
using LatBench.Hosting.Files;

namespace LatBench.Cli.Quickstart;

/// <summary>The content that <c>quickstart --json FILE</c> writes; field names are stable.</summary>
internal sealed record QuickstartSummary
{
    /// <summary><c>devices/{device}</c>.</summary>
    public required string Device { get; init; }

    public required string Target { get; init; }

    public required string Campaign { get; init; }

    public required int ModelsRequested { get; init; }

    /// <summary>Valid measurements made in this run; the reused ones are not among them.</summary>
    public required int MeasuredValid { get; init; }

    public required int MeasuredSuspect { get; init; }

    public required int Failed { get; init; }

    /// <summary>Valid measurements taken over from earlier runs.</summary>
    public required int Reused { get; init; }

    /// <summary>The whole command.</summary>
    public required double WallSeconds { get; init; }

    public required double CampaignSeconds { get; init; }

    /// <summary>Time in timed inferences.</summary>
    public required double InferenceSeconds { get; init; }

    public required long Samples { get; init; }

    /// <summary>Gets the median of the latencies, in milliseconds; null where nothing has an estimate.</summary>
    public required double? MedianLatencyMs { get; init; }

    /// <summary>Median of the half-widths of the 95 % intervals, relative to the latency.</summary>
    public required double? MedianRelativeError { get; init; }

    /// <summary>Median of the contention: the median of the samples over the latency, minus one.</summary>
    public required double? MedianContention { get; init; }

    public required double MaxRelativeError { get; init; }

    /// <summary>Share of the measurements whose interval met the error target.</summary>
    public required double ShareWithinTarget { get; init; }

    public required QuickstartSnapshot Snapshot { get; init; }

    /// <summary>Gets the predictor; null where there are too few labels to learn from, or the training failed.</summary>
    public required QuickstartPredictor? Predictor { get; init; }

    /// <summary>Gets the reason why there is no predictor, in a sentence; null where there is one.</summary>
    public required string? NoPredictorReason { get; init; }

    /// <summary>Gets the search; null where nothing was searched.</summary>
    public required QuickstartSearchSummary? Search { get; init; }

    public static QuickstartSummary Of(QuickstartResult result) => new()
    {
        Device = result.Device.Name,
        Target = result.Target,
        Campaign = result.Campaign.Name,
        ModelsRequested = result.Plan.Models,
        MeasuredValid = result.MeasuredValid,
        MeasuredSuspect = result.Progress.Suspect,
        Failed = result.Progress.Failed,
        Reused = result.Progress.Reused,
        WallSeconds = Math.Round(result.WallTime.TotalSeconds, 3),
        CampaignSeconds = Math.Round(result.CampaignTime.TotalSeconds, 3),
        InferenceSeconds = Math.Round(result.InferenceTime.TotalSeconds, 3),
        Samples = result.Progress.Samples,
        MedianLatencyMs = Ranking.Median(result.Measurements.Where(item => item.Summary is not null).Select(item => item.Summary.LatencyMs)),
        MedianRelativeError = Ranking.Median(result.Measurements.Select(item => MeasurementText.RelativeError(item.Summary)).OfType<double>()),
        MedianContention = Ranking.Median(result.Measurements.Where(item => item.Summary is not null).Select(item => item.Summary.Contention)),
        MaxRelativeError = result.Plan.Protocol.MaxRelativeError,
        ShareWithinTarget = result.ShareWithinTarget,
        Snapshot = new QuickstartSnapshot(
            result.Snapshot.Version, result.Snapshot.Path, result.Snapshot.Rows, result.Snapshot.Sha256, result.Verification.IsIntact),
        Predictor = QuickstartPredictor.Of(result.Prediction),
        NoPredictorReason = result.Prediction?.Refusal,
        Search = QuickstartSearchSummary.Of(result.Search),
    };

    /// <exception cref="CliException">The file cannot be written.</exception>
    public void Write(string file) => FileGuard.Run(
        $"The summary cannot be written to {file}",
        "name another file with --json",
        () => OutputFile.WriteText(file, JsonSerializer.Serialize(this, SummaryJsonContext.Default.QuickstartSummary) + "\n"));
}

/// <summary>The snapshot in the summary.</summary>
internal sealed record QuickstartSnapshot(string Version, string Path, long Rows, string Sha256, bool Verified);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(QuickstartSummary))]
internal sealed partial class SummaryJsonContext : JsonSerializerContext;
