using LatBench.Onnx;

namespace LatBench.Prediction.Differentiation;

/// <summary>A tensor of a graph that can be differentiated, with its shape.</summary>
/// <param name="Value">Its name in the graph.</param>
/// <param name="Shape">Dimensions; the first may be <see cref="GraphBuilder.Batch"/> where no gradient is asked for.</param>
internal readonly record struct Tracked(Value Value, long[] Shape);
