using LatBench.Measurements;

namespace LatBench.Prediction;

/// <summary>The prediction of a predictor for one architecture.</summary>
/// <param name="Latency">The prediction.</param>
/// <param name="Low">Lower end of the 90 % interval: nine of ten measurements should fall between the ends.</param>
/// <param name="High">Upper end of the 90 % interval.</param>
public readonly record struct LatencyPrediction(Latency Latency, Latency Low, Latency High);
