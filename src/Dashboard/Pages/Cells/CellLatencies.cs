using Grpc.Core;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Api;

namespace LatBench.Dashboard.Pages.Cells;

/// <summary>The latency of an architecture on a target: predicted, measured or both.</summary>
/// <param name="Target">Slug of the target.</param>
/// <param name="Configuration">The model configuration in words.</param>
/// <param name="Predictor">The predictor that serves the target; null where there is none.</param>
/// <param name="Predicted">Its prediction; null where there is none.</param>
/// <param name="Known">What was measured or imported; null where nothing was.</param>
public sealed record CellLatency(string Target, string Configuration, Predictor? Predictor, Prediction? Predicted, TargetLatency? Known);

/// <summary>Asks for the latencies of an architecture on every target.</summary>
internal static class CellLatencies
{
    private const int MaxPredictors = 500;

    /// <summary>Lists the predictors of a search space that serve.</summary>
    public static async Task<IReadOnlyList<Predictor>> ListPredictorsAsync(LatBenchApi api, string space, CancellationToken cancellationToken)
    {
        var answer = await api.Predictors.ListPredictorsAsync(new ListPredictorsRequest { Promoted = true, PageSize = MaxPredictors }, cancellationToken: cancellationToken);
        return [.. answer.Predictors.Where(predictor => predictor.SearchSpace == space && predictor.State == PredictorState.Ready).OrderBy(predictor => predictor.Target, StringComparer.Ordinal)];
    }

    /// <summary>Predicts and looks up an architecture on every target.</summary>
    public static async Task<IReadOnlyList<CellLatency>> FindAsync(LatBenchApi api, IReadOnlyList<Predictor> predictors, string space, string architecture, bool isMeasurable, CancellationToken cancellationToken)
    {
        var known = api.Measurements.ListArchitectureLatenciesAsync(new ListArchitectureLatenciesRequest { SearchSpace = space, Architecture = architecture }, cancellationToken: cancellationToken);
        var predictions = isMeasurable
            ? await Task.WhenAll(predictors.Select(predictor => PredictAsync(api, predictor, [architecture], cancellationToken)))
            : [.. predictors.Select(_ => Array.Empty<Prediction>())];
        return Join(predictors, [.. predictions.Select(all => all.FirstOrDefault())], (await known).Latencies);
    }

    /// <summary>Predicts architectures by one predictor; none where it cannot answer.</summary>
    public static async Task<Prediction[]> PredictAsync(LatBenchApi api, Predictor predictor, IReadOnlyList<string> architectures, CancellationToken cancellationToken)
    {
        try
        {
            var request = new PredictRequest { Predictor = predictor.Name, SearchSpace = predictor.SearchSpace, Architectures = { architectures } };
            return [.. (await api.Predictors.PredictAsync(request, cancellationToken: cancellationToken)).Predictions];
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            return []; // another version was promoted, or this one deleted, since the list was read
        }
    }

    /// <summary>Puts predictions and known latencies together: a row for each target and model configuration, by slug.</summary>
    internal static IReadOnlyList<CellLatency> Join(IReadOnlyList<Predictor> predictors, IReadOnlyList<Prediction?> predictions, IEnumerable<TargetLatency> known)
    {
        var rows = predictors.Zip(predictions, (predictor, prediction) => new CellLatency(predictor.Target, predictor.ModelConfig.Describe(), predictor, prediction, null))
            .ToDictionary(row => (row.Target, row.Configuration));
        foreach (var latency in known)
        {
            var key = (latency.Target, latency.ModelConfig.Describe());
            rows[key] = rows.TryGetValue(key, out var row) ? row with { Known = latency } : new CellLatency(latency.Target, key.Item2, null, null, latency);
        }

        return [.. rows.Values.OrderBy(row => row.Target, StringComparer.Ordinal).ThenBy(row => row.Configuration, StringComparer.Ordinal)];
    }
}
