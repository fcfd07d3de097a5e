using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.BoostedTrees;

/// <summary>A sum of trees over features of architectures.</summary>
internal sealed class TreeModel(IArchitectureEncoder encoder, IReadOnlyList<Tree> trees, double center) : ILogModel
{
    public IArchitectureEncoder Encoder => encoder;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures) =>
    (
        [.. architectures.Select(encoder.Row).Select(row => center + trees.Sum(tree => tree.Evaluate(row)))],
        [.. Enumerable.Repeat(1.0, architectures.Count)]
    );

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features)
    {
        var sum = graph.LearningNode("TreeEnsembleRegressor", "trees", [features], TreeAttributes.Of(trees));
        var flat = graph.Node("Cast", "sum", [graph.Node("Squeeze", "column", [sum, graph.Initializer(ModelTensors.Of("column_axis", [1L], 1))])], Attributes.Int("to", (long)ElementType.Float64));
        var log = graph.Add("log_latency", flat, graph.Initializer(ModelTensors.Of("center", [center], 1)));
        return (log, graph.Initializer(ModelTensors.Of("spread", [1.0], 1)));
    }
}
