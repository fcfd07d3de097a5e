using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.TestKit;

/// <summary>Writes models of accuracies: a constant, and a weight for the first feature.</summary>
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
