using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The predictions of a predictor for every measurable architecture of a space that can be listed.</summary>
internal sealed class PredictionTable
{
    private readonly SpaceIndex _index;

    private readonly LatencyPrediction[] _byPlace;

    private PredictionTable(SpaceIndex index, OnnxPredictor predictor)
    {
        (_index, _byPlace) = (index, new LatencyPrediction[index.All.Count]);
        foreach (var (architecture, prediction) in index.Measurable.Zip(predictor.Predict(index.Measurable)))
            _byPlace[index[architecture]] = prediction;
    }

    /// <summary>Gets the measurable architectures.</summary>
    public IReadOnlyList<Architecture> Measurable => _index.Measurable;

    /// <summary>Computes the table; null where the space of the predictor cannot be listed.</summary>
    public static PredictionTable? Of(ISearchSpace space, OnnxPredictor predictor) => SpaceIndex.Of(space) is { } index ? new(index, predictor) : null;

    /// <summary>The prediction of a measurable architecture.</summary>
    public LatencyPrediction this[Architecture architecture] => _byPlace[_index[architecture]];
}
