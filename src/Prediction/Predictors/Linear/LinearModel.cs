using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.Linear;

/// <summary>A weighted sum of features: of the latency itself, or of its logarithm.</summary>
/// <param name="encoder">The features.</param>
/// <param name="weights">The constant, then one a feature.</param>
/// <param name="isLog">True where the sum is the logarithm of the milliseconds.</param>
/// <param name="floorMilliseconds">Sums of milliseconds are not below this.</param>
internal sealed class LinearModel(IArchitectureEncoder encoder, double[] weights, bool isLog, double floorMilliseconds) : ILogModel
{
    public IArchitectureEncoder Encoder => encoder;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures) =>
        ([.. architectures.Select(LogMilliseconds)], [.. Enumerable.Repeat(1.0, architectures.Count)]);

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features) =>
        (WriteLog(graph, string.Empty, features), graph.Initializer(ModelTensors.Of("spread", [1.0], 1)));

    /// <summary>Writes the log latencies alone, as a part of another model.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="prefix">The prefix of all names.</param>
    /// <param name="features">As for <see cref="Write"/>.</param>
    public Value WriteLog(GraphBuilder graph, string prefix, Value features)
    {
        var numbers = graph.Node("Cast", prefix + "numbers", [features], Attributes.Int("to", (long)ElementType.Float64));
        var sum = graph.Node("MatMul", prefix + "sum", [numbers, Constant("weights", weights[1..])]);
        var value = graph.Add(prefix + "value", sum, Constant("constant", [weights[0]]));
        return isLog ? value : graph.Node("Log", prefix + "log_latency", [graph.Node("Max", prefix + "floored", [value, Constant("floor", [floorMilliseconds])])]);

        Value Constant(string name, double[] values) => graph.Initializer(ModelTensors.Of(prefix + name, values, values.Length));
    }

    /// <summary>Returns the log latency of an architecture.</summary>
    public double LogMilliseconds(Architecture architecture)
    {
        var sum = weights[0] + encoder.Row(architecture).Zip(weights.Skip(1), (feature, weight) => feature * weight).Sum();
        return isLog ? sum : Math.Log(Math.Max(sum, floorMilliseconds));
    }
}
