using LatBench.Measurements;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Labels;

/// <summary>An architecture and its measured latency: what a predictor learns from, or is judged by.</summary>
/// <param name="Architecture">A measurable architecture.</param>
/// <param name="Latency">Above zero.</param>
public readonly record struct LabelledArchitecture(Architecture Architecture, Latency Latency)
{
    /// <summary>The logarithm of the latency in milliseconds, in which predictors work: errors are relative.</summary>
    internal double LogMilliseconds => Math.Log(Latency.Milliseconds);
}
