using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Exporter;
using LatBench.Onnx;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.DeviceAgent.Tests.Support;

/// <summary>Real ONNX models: good ones of the search space, and small bad ones.</summary>
internal static class TestModels
{
    /// <summary>Distinct NAS-Bench-201 networks that take their weights from the shared file.</summary>
    public static IReadOnlyList<ExportedModel> Shared(int count, ulong seed = 1) =>
        [.. Space.SampleCells(count, seed).Select(cell => ModelExporter.ExportShared(Nas201.Spec(cell.Cell)))];

    /// <summary>One addition.</summary>
    public static byte[] Tiny()
    {
        var graph = new GraphBuilder("tiny");
        var x = graph.Input("x", ElementType.Float32, 8);
        graph.Output(graph.Add("y", x, x), ElementType.Float32, 8);
        return graph.Build().ToByteArray();
    }

    /// <summary>Zero by zero.</summary>
    public static byte[] NotFinite()
    {
        var graph = new GraphBuilder("nan");
        var x = graph.Input("x", ElementType.Float32, 8);
        var zero = graph.Node("Sub", "zero", [x, x]);
        graph.Output(graph.Node("Div", "y", [zero, zero]), ElementType.Float32, 8);
        return graph.Build().ToByteArray();
    }

    /// <summary>Products of large matrices, minutes of work.</summary>
    public static byte[] Endless()
    {
        const int size = 3000;
        var graph = new GraphBuilder("endless");
        var x = graph.Input("x", ElementType.Float32, size, size);
        var product = x;
        for (var index = 0; index < 200; index++) product = graph.Node("MatMul", $"product{index}", [product, x]);
        graph.Output(product, ElementType.Float32, size, size);
        return graph.Build().ToByteArray();
    }

    /// <summary>A tensor of 4 TB in the middle.</summary>
    public static byte[] Greedy()
    {
        var graph = new GraphBuilder("greedy");
        var x = graph.Input("x", ElementType.Float32, 1);
        var shape = graph.Initializer(Tensors.Embedded("shape", ElementType.Int64, [1], MemoryMarshal.AsBytes<long>([1L << 40]).ToArray()));
        var huge = graph.Node("Expand", "huge", [x, shape]);
        graph.Output(graph.Node("ReduceMax", "y", [huge]), ElementType.Float32, 1);
        return graph.Build().ToByteArray();
    }

    /// <summary>An input of 16 GB.</summary>
    public static byte[] Enormous()
    {
        var graph = new GraphBuilder("enormous");
        var x = graph.Input("x", ElementType.Float32, 1 << 16, 1 << 16);
        graph.Output(graph.Node("ReduceMax", "y", [x]), ElementType.Float32, 1, 1);
        return graph.Build().ToByteArray();
    }

    /// <summary>A network on so many images at once.</summary>
    public static ExportedModel Batch(int batch) =>
        ModelExporter.ExportShared(Nas201.Spec(Space.SampleCells(1, 1)[0].Cell, batch: batch));

    /// <summary>An operator that does not exist.</summary>
    public static byte[] Rejected()
    {
        var graph = new GraphBuilder("rejected");
        var x = graph.Input("x", ElementType.Float32, 8);
        graph.Output(graph.Node("NoSuchOperator", "y", [x]), ElementType.Float32, 8);
        return graph.Build().ToByteArray();
    }
}
