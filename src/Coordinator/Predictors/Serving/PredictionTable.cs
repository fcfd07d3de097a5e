using System.Collections.Frozen;
using LatBench.Prediction;
using LatBench.Prediction.Serving;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The predictions of a predictor for every measurable architecture.</summary>
internal sealed class PredictionTable
{
    private static readonly Lazy<FrozenSet<int>> Measurable = new(() => Space.Measurable.Select(architecture => architecture.Index).ToFrozenSet());

    private readonly LatencyPrediction[] _byIndex = new LatencyPrediction[Space.Size];

    private PredictionTable(OnnxPredictor predictor)
    {
        var predictions = predictor.PredictSpace();
        for (var i = 0; i < predictions.Count; i++)
            _byIndex[Space.Measurable[i].Index] = predictions[i];
    }

    /// <summary>Determines whether an architecture has a path from input to output.</summary>
    public static bool IsMeasurable(Architecture architecture) => Measurable.Value.Contains(architecture.Index);

    /// <summary>Computes the table.</summary>
    public static PredictionTable Of(OnnxPredictor predictor) => new(predictor);

    /// <summary>The prediction of a measurable architecture.</summary>
    public LatencyPrediction this[Architecture architecture] => _byIndex[architecture.Index];
}
