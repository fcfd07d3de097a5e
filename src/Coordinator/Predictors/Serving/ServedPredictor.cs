using LatBench.Models;
using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>
/// A loaded predictor. Its table of the whole space is computed once, beside the first calls, which ask the network itself; once the
/// table is there the network is disposed. Thread-safe.
/// </summary>
internal sealed class ServedPredictor
{
    private readonly Lock _gate = new();
    private readonly Task<PredictionTable> _filling;
    private OnnxPredictor? _network;

    /// <param name="predictor">The predictor as it is stored.</param>
    /// <param name="network">Its network, now owned.</param>
    public ServedPredictor(Predictor predictor, OnnxPredictor network)
    {
        (Id, Target, Version, Configuration, SearchSpace, _network) = (predictor.Id, predictor.Target, predictor.Version, predictor.Configuration, predictor.SearchSpace, network);
        _filling = Task.Run(() => Fill(network));
    }

    public long Id { get; }

    public string Target { get; }

    public int Version { get; }

    public ModelConfiguration Configuration { get; }

    public string SearchSpace { get; }

    /// <summary>When it was last asked for, in ticks of the clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Every measurable architecture.</summary>
    public Task<PredictionTable> TableAsync() => _filling;

    /// <summary>Predicts measurable architectures, in their order.</summary>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        if (!_filling.IsCompletedSuccessfully)
        {
            lock (_gate)
            {
                if (_network is not null)
                    return _network.Predict(architectures);
            }
        }

        var table = _filling.GetAwaiter().GetResult();
        var predictions = new LatencyPrediction[architectures.Count];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = table[architectures[i]];
        return predictions;
    }

    private PredictionTable Fill(OnnxPredictor network)
    {
        var table = PredictionTable.Of(network);
        lock (_gate)
        {
            _network = null;
            network.Dispose();
        }

        return table;
    }
}
