using System.ComponentModel;
using System.Globalization;
using LatBench.Contracts.V1;
using ModelContextProtocol.Server;

namespace LatBench.Coordinator.Mcp.Tools;

/// <summary>The tools for latencies that a predictor tells.</summary>
[McpServerToolType]
internal sealed class PredictionTools(McpApi api, TargetNames names)
{
    /// <summary>Predicts the latency of architectures on targets.</summary>
    [McpServerTool(Name = "predict", Title = "Predict latencies", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Predicts the latency in milliseconds of architectures of a search space on targets that have a predictor, each with its 90 % interval. Nothing is measured, so it answers at once. "
        + "It does not predict uploaded ONNX models. For 'which is faster' call compare, which takes measurements where there are some.")]
    public async Task<PredictionTable> PredictAsync(
        [Description("Slugs of targets, or names of devices; 1 to 20.")] string[] targets,
        [Description("Architectures as texts of the search space, such as the 6-digit codes or arch strings of nas-bench-201; targets times architectures is at most 200.")] string[] architectures,
        [Description("The search space; nas-bench-201 by default.")] string? space = null,
        CancellationToken cancellationToken = default)
    {
        Limits.Check(nameof(targets), targets, Limits.MaxTargets);
        Limits.Check(nameof(architectures), architectures, Limits.MaxPredictions / targets.Length);
        var rows = new List<PredictionRow>();
        var notes = await names.ReadNotesAsync(cancellationToken);
        foreach (var target in targets)
        {
            var request = new PredictRequest { Target = target, SearchSpace = space ?? "", Architectures = { architectures } };
            var response = await api.Predictors.PredictAsync(request, cancellationToken: cancellationToken);
            rows.AddRange(response.Predictions.Select(prediction => new PredictionRow(
                response.Target, prediction.Architecture, Limits.Round(prediction.LatencyMs), Limits.Round(prediction.LowMs), Limits.Round(prediction.HighMs), response.Predictor, response.Version,
                notes.GetValueOrDefault(response.Target))));
        }

        var fastest = rows.MinBy(row => row.LatencyMs)!;
        var also = rows.Count(row => row != fastest && row.LowMs <= fastest.HighMs);
        return new PredictionTable(rows, string.Create(
            CultureInfo.InvariantCulture,
            $"The shortest prediction is {fastest.LatencyMs} ms, of {fastest.Architecture} on {fastest.Target} (90 % interval {fastest.LowMs} to {fastest.HighMs} ms); the intervals of {also} of the other {rows.Count - 1} overlap with it."));
    }
}

/// <summary>Predictions.</summary>
/// <param name="Predictions">A row for each target and architecture.</param>
/// <param name="Summary">What they say of the shortest, in one sentence.</param>
internal sealed record PredictionTable(IReadOnlyList<PredictionRow> Predictions, string Summary);

/// <summary>A prediction, in milliseconds.</summary>
/// <param name="Target">Slug of the target.</param>
/// <param name="Architecture">The architecture as it was given.</param>
/// <param name="LatencyMs">The latency.</param>
/// <param name="LowMs">Lower end of the 90 % interval.</param>
/// <param name="HighMs">Upper end of the 90 % interval.</param>
/// <param name="Predictor">The predictor that answered.</param>
/// <param name="Version">Its version.</param>
/// <param name="Note">What must be said with it: that what it was learnt from was measured under an emulator; null where there is nothing.</param>
internal sealed record PredictionRow(string Target, string Architecture, double LatencyMs, double LowMs, double HighMs, string Predictor, int Version, string? Note);
