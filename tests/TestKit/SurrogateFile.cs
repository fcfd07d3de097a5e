using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.TestKit;

/// <summary>Writes models of accuracies: a constant and a weight for the first feature, trees, and the form in which the surrogate of NAS-Bench-301 is published.</summary>
public static class SurrogateFile
{
    /// <summary>Writes a model <c>constant + weight · first feature</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="constant">The accuracy without the first feature.</param>
    /// <param name="weight">The weight of the first feature.</param>
    /// <param name="input">The name of the input.</param>
    /// <param name="metadata">Entries of the metadata.</param>
    public static void Write(string path, int width, float constant, float weight, string input = "features", params (string Key, string Value)[] metadata)
    {
        var graph = new GraphBuilder("surrogate");
        var features = graph.Input(input, ElementType.Float32, GraphBuilder.Batch, width);
        var weights = new float[width];
        weights[0] = weight;
        var result = graph.Node(
            "Gemm", "accuracy", [features, graph.Initializer(Tensor("weights", weights, 1, width)), graph.Initializer(Tensor("constant", [constant], 1))], Attributes.Int("transB", 1));
        graph.Output(result, ElementType.Float32, GraphBuilder.Batch, 1);
        var model = graph.Build();
        model.MetadataProps.AddRange(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>Writes trees of one decision each, whose leaves are added, as the converters of XGBoost and LightGBM write them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The number of features.</param>
    /// <param name="mode">The decision that leads to the first leaf: <c>BRANCH_LT</c>, as XGBoost's, or <c>BRANCH_LEQ</c>, as LightGBM's.</param>
    /// <param name="constant">The number that is added to the leaves.</param>
    /// <param name="trees">For each tree the feature, the number that it is compared with, and the two leaves.</param>
    public static void WriteTrees(string path, int width, string mode, float constant, params IReadOnlyList<(int Feature, float Threshold, float First, float Second)> trees)
    {
        var graph = new GraphBuilder("trees");
        var features = graph.Input("features", ElementType.Float32, GraphBuilder.Batch, width);
        var sum = graph.LearningNode(
            "TreeEnsembleRegressor",
            "variable",
            [features],
            Attributes.Ints("nodes_treeids", [.. trees.SelectMany((_, tree) => Enumerable.Repeat((long)tree, 3))]),
            Attributes.Ints("nodes_nodeids", [.. trees.SelectMany(_ => new long[] { 0, 1, 2 })]),
            Attributes.Ints("nodes_featureids", [.. trees.SelectMany(tree => new long[] { tree.Feature, 0, 0 })]),
            Attributes.Texts("nodes_modes", [.. trees.SelectMany(_ => new[] { mode, "LEAF", "LEAF" })]),
            Attributes.Floats("nodes_values", [.. trees.SelectMany(tree => new[] { tree.Threshold, 0, 0 })]),
            Attributes.Ints("nodes_truenodeids", [.. trees.SelectMany(_ => new long[] { 1, 0, 0 })]),
            Attributes.Ints("nodes_falsenodeids", [.. trees.SelectMany(_ => new long[] { 2, 0, 0 })]),
            Attributes.Ints("target_treeids", [.. trees.SelectMany((_, tree) => new long[] { tree, tree })]),
            Attributes.Ints("target_nodeids", [.. trees.SelectMany(_ => new long[] { 1, 2 })]),
            Attributes.Ints("target_ids", [.. trees.SelectMany(_ => new long[] { 0, 0 })]),
            Attributes.Floats("target_weights", [.. trees.SelectMany(tree => new[] { tree.First, tree.Second })]),
            Attributes.Floats("base_values", constant),
            Attributes.Int("n_targets", 1));
        graph.Output(sum, ElementType.Float32, GraphBuilder.Batch, 1);
        File.WriteAllBytes(path, graph.Build().ToByteArray());
    }

    /// <summary>Writes a model with the inputs and the output of the published surrogate of NAS-Bench-301: categories, epochs, and several figures, the accuracy first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="constant">The accuracy without the rest.</param>
    /// <param name="weights">The weights of the categories.</param>
    /// <param name="epochs">The weight of the epochs; null for a model that does not read them.</param>
    /// <param name="type">The type of the categories: int32, as the published one, or int64.</param>
    /// <param name="metadata">Entries of the metadata.</param>
    public static void WriteCategories(string path, float constant, float[] weights, float? epochs = null, ElementType type = ElementType.Int32, params (string Key, string Value)[] metadata)
    {
        const int figures = 4;
        var graph = new GraphBuilder("surrogate");
        var categories = graph.Input("x_cat", type, GraphBuilder.Batch, weights.Length);
        var numbers = graph.Node("Cast", "numbers", [categories], Attributes.Int("to", (long)ElementType.Float32));
        var all = new float[figures * weights.Length];
        weights.CopyTo(all, 0);
        var sum = graph.Node(
            "Gemm", "sum", [numbers, graph.Initializer(Tensor("weights", all, figures, weights.Length)), graph.Initializer(Tensor("constant", [constant, 1e6f, 1e6f, 1e6f], figures))], Attributes.Int("transB", 1));
        if (epochs is { } weight)
            sum = graph.Add("with_epochs", sum, graph.Mul("of_epochs", graph.Input("x_cont", ElementType.Float32, GraphBuilder.Batch, 1), graph.Initializer(Tensor("weight", [weight], 1))));
        graph.Output(sum, ElementType.Float32, GraphBuilder.Batch, figures);
        var model = graph.Build();
        model.MetadataProps.AddRange(metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>Writes a model that returns its input, n × width.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The number of features.</param>
    public static void WriteIdentity(string path, int width)
    {
        var graph = new GraphBuilder("identity");
        graph.Output(graph.Node("Identity", "same", [graph.Input("features", ElementType.Float32, GraphBuilder.Batch, width)]), ElementType.Float32, GraphBuilder.Batch, width);
        File.WriteAllBytes(path, graph.Build().ToByteArray());
    }

    private static TensorProto Tensor(string name, float[] values, params ReadOnlySpan<long> shape) =>
        Tensors.Embedded(name, ElementType.Float32, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
