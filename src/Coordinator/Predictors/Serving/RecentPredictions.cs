using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;
using Microsoft.Extensions.Caching.Memory;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The predictions that were asked for lately, for a space that is too large to be predicted in advance. Thread-safe; owns the network.</summary>
/// <param name="network">The network that is asked for the others.</param>
internal sealed class RecentPredictions(OnnxPredictor network) : IDisposable
{
    /// <summary>The largest number of predictions that are kept: some 30 MB.</summary>
    public const int MaxKept = 100_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    /// <summary>Gets the number of predictions that are kept now.</summary>
    public int Count => _kept.Count;

    /// <summary>Predicts measurable architectures, in their order.</summary>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        var predictions = new LatencyPrediction[architectures.Count];
        var missing = new List<int>();
        for (var i = 0; i < predictions.Length; i++)
        {
            if (!_kept.TryGetValue(architectures[i], out predictions[i]))
                missing.Add(i);
        }

        if (missing.Count == 0)
            return predictions;
        foreach (var (i, prediction) in missing.Zip(network.Predict([.. missing.Select(i => architectures[i])])))
            predictions[i] = _kept.Set(architectures[i], prediction, new MemoryCacheEntryOptions { Size = 1 });
        return predictions;
    }

    public void Dispose()
    {
        _kept.Dispose();
        network.Dispose();
    }
}
