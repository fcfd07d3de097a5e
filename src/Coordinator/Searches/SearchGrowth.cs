using System.Text.Json;
using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Predictors.Serving;
using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.Search.Limits;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Searches;

/// <summary>
/// Admits architectures beside the candidates of a search in a space that cannot be listed, by the rule that chose the candidates: they may meet its limits, as the
/// predictors say that the search began with.
/// </summary>
/// <param name="predictors">The predictors, in the order of the candidates' latencies.</param>
/// <param name="limits">The limit of each; null where it has none.</param>
/// <param name="confident">True where the upper end of the interval has to meet the limits.</param>
internal sealed class SearchGrowth(IReadOnlyList<ServedPredictor> predictors, IReadOnlyList<LatencyLimit?> limits, bool confident)
{
    private readonly Dictionary<Architecture, LatencyPrediction[]> _predicted = [];

    /// <summary>Gets the growth for a strategy.</summary>
    public CandidateGrowth ToGrowth() => new(Admit);

    /// <summary>Loads the predictors of a search; null where its candidates do not grow, or a predictor is not there any more.</summary>
    public static async Task<SearchGrowth?> OpenAsync(LoadedSearch search, PredictorCatalog catalog, CancellationToken cancellationToken)
    {
        if (!search.Candidates.IsOpen)
            return null;
        var predictors = new List<ServedPredictor>();
        foreach (var latencies in search.Candidates.Latencies)
        {
            if (await FindAsync(catalog, latencies.PredictorId, cancellationToken) is not { } predictor)
                return null;
            predictors.Add(predictor);
        }

        return new SearchGrowth(
            predictors,
            [.. search.Candidates.Latencies.Select(latencies => search.Limits.Select(limit => (LatencyLimit?)limit).FirstOrDefault(limit => limit!.Value.Target == latencies.Target))],
            search.Asked.Confident);
    }

    /// <summary>The prediction of an architecture that was admitted.</summary>
    /// <param name="target">The position of the target.</param>
    /// <param name="architecture">The architecture.</param>
    public LatencyPrediction Of(int target, Architecture architecture) => _predicted[architecture][target];

    /// <summary>The predictions of an architecture that was admitted, as they are stored with its suggestion.</summary>
    public string Write(Architecture architecture) => JsonSerializer.Serialize(
        _predicted[architecture].Select(prediction => new[] { prediction.Latency.Milliseconds, prediction.Low.Milliseconds, prediction.High.Milliseconds }));

    /// <summary>Reads what <see cref="Write"/> wrote: for each target the prediction, the lower and the upper end of its interval, in milliseconds.</summary>
    public static double[][] Read(string json) => JsonSerializer.Deserialize<double[][]>(json) ?? throw new InvalidDataException("The stored predictions of a suggestion are null.");

    private static async Task<ServedPredictor?> FindAsync(PredictorCatalog catalog, long id, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.LoadAsync(id, cancellationToken);
        }
        catch (RefusalException)
        {
            return null; // its files are damaged: the search goes on with the candidates that it has
        }
    }

    private Architecture[] Admit(IReadOnlyList<Architecture> architectures)
    {
        Architecture[] fresh = [.. architectures.Where(architecture => !_predicted.ContainsKey(architecture)).Distinct()];
        var predictions = predictors.Select(predictor => predictor.Predict(fresh)).ToArray();
        for (var i = 0; i < fresh.Length; i++)
            _predicted[fresh[i]] = [.. predictions.Select(target => target[i])];
        return [.. architectures.Where(MayMeet)];
    }

    private bool MayMeet(Architecture architecture) =>
        limits.Zip(_predicted[architecture]).All(target => target.First is not { } limit || FeasibleCandidates.MayMeet(target.Second, limit, confident));
}
