using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Prediction.Predictors.BoostedTrees;

/// <summary>A sum of trees over cell features.</summary>
internal sealed class TreeModel(IReadOnlyList<Tree> trees, double center) : ILogModel
{
    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures) =>
    (
        [.. architectures.Select(architecture => center + trees.Sum(tree => tree.Evaluate(FeatureTable.Instance.Row(architecture))))],
        [.. Enumerable.Repeat(1.0, architectures.Count)]
    );

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value index)
    {
        var table = FeatureTable.Instance;
        var features = graph.Initializer(Tensors.Embedded("features", ElementType.UInt8, [Space.Size, table.Width], table.Bytes));
        var rows = graph.Node("Cast", "numbers", [graph.Node("Gather", "rows", [features, index])], Attributes.Int("to", (long)ElementType.Float32));
        var sum = graph.LearningNode("TreeEnsembleRegressor", "trees", [rows], TreeAttributes.Of(trees));
        var flat = graph.Node("Cast", "sum", [graph.Node("Squeeze", "column", [sum, graph.Initializer(ModelTensors.Of("column_axis", [1L], 1))])], Attributes.Int("to", (long)ElementType.Float64));
        var log = graph.Add("log_latency", flat, graph.Initializer(ModelTensors.Of("center", [center], 1)));
        return (log, graph.Initializer(ModelTensors.Of("spread", [1.0], 1)));
    }
}
