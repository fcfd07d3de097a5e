using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Tests;

/// <summary>Small models to be spoilt.</summary>
internal static class ToyModels
{
    /// <summary>A product of an input <c>x</c> of shape [n, size] and an initialiser <c>w</c>, with the result <c>y</c>.</summary>
    public static ModelProto Linear(int size = 32)
    {
        var graph = new GraphBuilder("linear");
        var x = graph.Input("x", ElementType.Float32, GraphBuilder.Batch, size);
        var w = graph.Initializer(Tensors.Embedded("w", ElementType.Float32, [size, size], new byte[4 * size * size]));
        graph.Output(graph.Node("MatMul", "y", [x, w]), ElementType.Float32, GraphBuilder.Batch, size);
        return graph.Build();
    }

    /// <summary>The same with the data of <c>w</c> in another file.</summary>
    public static ModelProto External(string location = "w.bin", long offset = 0, long length = 4096)
    {
        var model = Linear();
        model.Graph.Initializer[0] = Tensors.External("w", ElementType.Float32, [32, 32], location, offset, length);
        return model;
    }

    /// <summary>Rows of a table of floats by an integer input <c>ids</c>.</summary>
    public static ModelProto Embedding(int rows = 100, string table = "embedding.weight", ElementType type = ElementType.Int64)
    {
        var graph = new GraphBuilder("embedding");
        var ids = graph.Input("ids", type, GraphBuilder.Batch, 4);
        var weights = graph.Initializer(Tensors.Embedded(table, ElementType.Float32, [rows, 8], new byte[4 * 8 * rows]));
        graph.Output(graph.Node("Gather", "y", [weights, ids]), ElementType.Float32, GraphBuilder.Batch, 4, 8);
        return graph.Build();
    }

    public static string Save(this ModelProto model, string path)
    {
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
