using LatBench.Models;
using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;
using LatBench.Storage.Predictors;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>
/// A loaded predictor. Where its space can be listed, a table of the whole space is computed once, beside the first calls, which ask the network itself; once the
/// table is there the network is disposed. Otherwise what was asked lately is kept. Thread-safe.
/// </summary>
internal sealed class ServedPredictor
{
    private readonly Lock _gate = new();

    private readonly Task<PredictionTable?> _filling;

    private readonly RecentPredictions? _recent;

    private OnnxPredictor? _network;

    /// <param name="predictor">The predictor as it is stored.</param>
    /// <param name="space">Its space.</param>
    /// <param name="network">Its network, now owned.</param>
    public ServedPredictor(Predictor predictor, ISearchSpace space, OnnxPredictor network)
    {
        (Id, Target, Version, Configuration, Space, _network) = (predictor.Id, predictor.Target, predictor.Version, predictor.Configuration, space, network);
        _recent = SpaceIndex.Has(space) ? null : new RecentPredictions(network);
        _filling = _recent is null ? Task.Run(() => Fill(network)) : Task.FromResult<PredictionTable?>(null);
    }

    public long Id { get; }

    public string Target { get; }

    public int Version { get; }

    public ModelConfiguration Configuration { get; }

    public ISearchSpace Space { get; }

    /// <summary>When it was last asked for, in ticks of the clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Waits for the table, where there is going to be one.</summary>
    public Task PreparedAsync() => _filling;

    /// <summary>Every measurable architecture.</summary>
    /// <exception cref="Errors.RefusalException">The space is too large to be predicted as a whole.</exception>
    public async Task<PredictionTable> TableAsync() => await _filling ?? throw PredictorRefusals.Precondition(
        PredictorRefusals.SpaceTooLarge, $"The space {Space.Name} has more than {SpaceIndex.MaxSize} architectures and is not predicted as a whole: name the architectures.");

    /// <summary>Predicts measurable architectures, in their order.</summary>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        if (_recent is not null)
            return _recent.Predict(architectures);
        if (!_filling.IsCompletedSuccessfully)
        {
            lock (_gate)
            {
                if (_network is not null)
                    return _network.Predict(architectures);
            }
        }

        var table = _filling.GetAwaiter().GetResult()!;
        var predictions = new LatencyPrediction[architectures.Count];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = table[architectures[i]];
        return predictions;
    }

    private PredictionTable? Fill(OnnxPredictor network)
    {
        var table = PredictionTable.Of(Space, network);
        lock (_gate)
        {
            _network = null;
            network.Dispose();
        }

        return table;
    }
}
