using LatBench.Prediction;
using LatBench.SearchSpaces;

namespace LatBench.Search.Limits;

/// <summary>The predictions of one target's predictor for candidates, and the limit they have to meet there.</summary>
/// <param name="Target">The target's slug.</param>
/// <param name="Predictions">One an architecture.</param>
/// <param name="Limit">Null where the target has none, as for a Pareto front.</param>
public sealed record PredictedLatencies(string Target, IReadOnlyDictionary<Architecture, LatencyPrediction> Predictions, LatencyLimit? Limit);
