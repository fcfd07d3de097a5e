using System.Text.Json;
using System.Text.Json.Serialization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measurements;
using LatBench.Cli.Predictors;
using LatBench.Contracts.V1;
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

/// <summary>The predictor in the summary.</summary>
/// <param name="Name"><c>predictors/{predictor}</c>.</param>
/// <param name="Version">Version for the target.</param>
/// <param name="Labels">Labels trained on.</param>
/// <param name="HeldOut">Labels held out, on which it is evaluated.</param>
/// <param name="TrainingSeconds">From the start of its training to the end, baselines included.</param>
/// <param name="Accuracies">Its accuracy, then that of the baselines.</param>
/// <param name="Predicted">The number of architectures predicted.</param>
/// <param name="FastestArchitecture">The one with the least predicted latency.</param>
/// <param name="FastestMs">Its predicted latency.</param>
internal sealed record QuickstartPredictor(
    string Name,
    int Version,
    int Labels,
    int HeldOut,
    double TrainingSeconds,
    IReadOnlyList<QuickstartAccuracy> Accuracies,
    int Predicted,
    string FastestArchitecture,
    double FastestMs)
{
    /// <summary>Summarises a predictor; null where there is none.</summary>
    public static QuickstartPredictor? Of(QuickstartPrediction? prediction)
    {
        if (prediction?.Predictor is not { } predictor)
            return null;
        var fastest = PredictCommand.Fastest(prediction.Space, 1).Predictions[0];
        return new QuickstartPredictor(
            predictor.Name,
            predictor.Version,
            predictor.Labels,
            predictor.HeldOutLabels,
            Math.Round((predictor.EndTime.ToDateTime() - predictor.StartTime.ToDateTime()).TotalSeconds, 3),
            [.. (predictor.Evaluation?.Accuracies ?? []).Select(Accuracy)],
            prediction.Space.Predictions.Count,
            fastest.Architecture,
            fastest.LatencyMs);
    }

    private static QuickstartAccuracy Accuracy(Accuracy row) => new(
        row.Trainer, row.Within1, row.Within5, row.Within10, row.HasSpearman ? row.Spearman : null, row.Mape, row.Interval90Coverage);
}

/// <summary>Accuracy on the labels held out; percentages are 0 to 100.</summary>
internal sealed record QuickstartAccuracy(
    string Trainer,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_1")] double Within1,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_5")] double Within5,
    [property: System.Text.Json.Serialization.JsonPropertyName("within_10")] double Within10,
    double? Spearman,
    double Mape,
    [property: System.Text.Json.Serialization.JsonPropertyName("interval90_coverage")] double Interval90Coverage);

/// <summary>The search in the summary.</summary>
/// <param name="Name"><c>searches/{search}</c>; null where there is none.</param>
/// <param name="NoSearchReason">The reason why there is none, in a sentence; null where there is one.</param>
/// <param name="StandIn">The name of the measure that replaced accuracy.</param>
/// <param name="LimitMs">The limit.</param>
/// <param name="Candidates">Networks that are predicted to meet it, with the upper end of their interval.</param>
/// <param name="Suggested">The number of networks tried.</param>
/// <param name="Winners">Those that were measured, the best first.</param>
internal sealed record QuickstartSearchSummary(
    string? Name, string? NoSearchReason, string StandIn, double? LimitMs, int Candidates, int Suggested, IReadOnlyList<QuickstartWinner> Winners)
{
    /// <summary>Summarises a search; null where nothing was searched.</summary>
    public static QuickstartSearchSummary? Of(QuickstartSearch? outcome) => outcome switch
    {
        null => null,
        { Search: { } search } => new QuickstartSearchSummary(
            search.Name, null, Quickstart.StandIn.Name, search.Limits[0].MaxLatencyMs, search.Progress.Candidates, search.Progress.Suggested,
            [.. QuickstartSearchReport.Measured(search).Select(row => Winner(row.Winner, row.Latency))]),
        _ => new QuickstartSearchSummary(null, outcome.Refusal, Quickstart.StandIn.Name, null, 0, 0, []),
    };

    private static QuickstartWinner Winner(SearchWinner winner, WinnerLatency latency) => new(
        winner.Architecture, Math.Round(winner.Accuracy, 3), latency.Predicted.LatencyMs, latency.Predicted.LowMs, latency.Predicted.HighMs,
        latency.HasMeasuredMs ? latency.MeasuredMs : null, winner.State == WinnerState.Confirmed);
}

/// <summary>A winner that was measured.</summary>
internal sealed record QuickstartWinner(
    string Architecture, double StandInPercent, double PredictedMs, double LowMs, double HighMs, double? MeasuredMs, bool LimitMet);
