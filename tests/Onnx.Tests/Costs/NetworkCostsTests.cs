using System.Runtime.InteropServices;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Costs;
using LatBench.Onnx.Protos;
using LatBench.Onnx.Tests.Models;

namespace LatBench.Onnx.Tests.Costs;

[Collection(TorchTests.Name)]
public sealed class NetworkCostsTests(TorchModels torch)
{
    /// <summary>Source of the multiply-accumulates: the <c>_ops</c> of torchvision's weights, in units of 10^9. The exporter folds normalisations, so that a bias is left of the two parameters of each channel.</summary>
    [Theory]
    [InlineData("resnet18", 1.814, 11_689_512 - 4_800)]
    [InlineData("mobilenet_v2", 0.301, 3_504_872 - 17_056)]
    [InlineData("mobilenet_v3_small", 0.057, 2_542_856 - 6_056)]
    [InlineData("mobilenet_v3_large", 0.217, 5_483_032 - 12_200)]
    [InlineData("efficientnet_b0", 0.386, 5_288_548 - 21_008)]
    [InlineData("squeezenet1_1", 0.349, 1_235_496)]
    public void Count_models_of_torchvision_agree_with_published_costs(string name, double billions, long parameters)
    {
        var model = torch.Count(name);
        var costs = NetworkCosts.Count(model, Shapes(model));
        Assert.Empty(costs.Uncounted);
        Assert.Equal(billions, Math.Round(costs.Macs / 1e9, 3));
        Assert.Equal(parameters, costs.Parameters);
    }

    [Fact]
    public void Count_recurrent_layer_counts_its_products()
    {
        var costs = NetworkCosts.Count(TestGraphs.Recurrent(), new Dictionary<string, long[]> { ["embedded"] = [6, 1, 12], ["flat"] = [1, 96], ["logits"] = [1, 5] });
        Assert.True(costs.Complete);
        Assert.Equal((6 * 4 * 16 * (12 + 16)) + (96 * 5), costs.Macs);
        Assert.Equal((10 * 12) + (4 * 16 * (12 + 16)) + (8 * 16) + (96 * 5) + 5, costs.Parameters);
    }

    [Fact]
    public void Count_converted_models_cost_what_the_original_costs()
    {
        var model = TestGraphs.Depthwise();
        var shapes = new Dictionary<string, long[]>
        {
            ["expand"] = [1, 16, 12, 12],
            ["deep"] = [1, 16, 12, 12],
            ["gate/conv"] = [1, 16, 1, 1],
            ["project"] = [1, 8, 12, 12],
            ["shortcut"] = [1, 8, 12, 12],
            ["flat"] = [1, 16],
            ["logits"] = [1, 5],
        };
        var original = NetworkCosts.Count(model, shapes);
        Assert.Equal((144 * ((8 * 16) + (9 * 16) + (16 * 8) + (8 * 8))) + (16 * 16) + (16 * 5), original.Macs);
        Assert.Equal(original, NetworkCosts.Count(Converted.Embedded(model, HalfPrecision.Convert).Model!, shapes) with { Uncounted = original.Uncounted });
        var quantized = Converted.Embedded(model, Int8.Convert).Model!;
        var quantizedShapes = quantized.Graph.Node.Where(node => node.OpType is "Conv" or "Gemm").ToDictionary(node => node.Output[0], node => shapes[node.Name]);
        foreach (var gemm in quantized.Graph.Node.Where(node => node.OpType == "Gemm"))
            quantizedShapes[gemm.Input[0]] = [1, 16];
        var costs = NetworkCosts.Count(quantized, quantizedShapes);
        Assert.Equal((original.Macs, true), (costs.Macs, costs.Complete));
        // Of each normalised channel a bias is left in place of scale and shift.
        Assert.Equal(original.Parameters - (16 + 16 + 8), costs.Parameters);
    }

    [Theory]
    [InlineData("bij,bjk->bik", 2 * 3 * 4 * 5)]
    [InlineData("bij,bjk", 2 * 3 * 4 * 5)]
    [InlineData("bij,bjk->bijk", 0)]
    [InlineData("...ij,...jk->...ik", null)]
    public void Count_einsum_by_its_letters(string equation, int? macs)
    {
        var graph = new GraphBuilder("einsum");
        var (x, y) = (graph.Input("x", ElementType.Float32, 2, 3, 4), graph.Input("y", ElementType.Float32, 2, 4, 5));
        graph.Output(graph.Node("Einsum", "z", [x, y], Attributes.Text("equation", equation)), ElementType.Float32);
        var costs = NetworkCosts.Count(graph.Build(), new Dictionary<string, long[]> { ["x"] = [2, 3, 4], ["y"] = [2, 4, 5] });
        Assert.Equal((macs ?? 0, macs is null ? ["Einsum"] : []), (costs.Macs, costs.Uncounted.ToArray()), ((long, string[]) a, (long, string[]) b) => a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2));
    }

    [Theory]
    [InlineData("Attention", "com.microsoft", "2,8,16;16,48;48", (2 * 8 * 16 * 48) + (2 * 2 * 8 * 8 * 16))]
    [InlineData("MultiHeadAttention", "com.microsoft", "2,8,16;2,9,16;2,9,16", 2 * 8 * 9 * (16 + 16))]
    [InlineData("Attention", "", "2,4,8,5;2,4,9,5;2,4,9,7", 2 * 4 * 8 * 9 * (5 + 7))]
    public void Count_attention_counts_projections_and_both_products(string type, string domain, string inputs, long macs)
    {
        var node = new NodeProto { OpType = type, Domain = domain, Output = { "y" } };
        var shapes = new Dictionary<string, long[]>();
        foreach (var (index, shape) in inputs.Split(';').Index())
        {
            node.Input.Add($"x{index}");
            shapes[$"x{index}"] = [.. shape.Split(',').Select(long.Parse)];
        }

        var costs = NetworkCosts.Count(new ModelProto { Graph = new GraphProto { Node = { node } } }, shapes);
        Assert.Equal((macs, true), (costs.Macs, costs.Complete));
    }

    [Fact]
    public void Count_what_cannot_be_counted_is_named()
    {
        var graph = new GraphProto
        {
            Node =
            {
                new NodeProto { OpType = "Loop", Output = { "a" } }, new NodeProto { OpType = "Mine", Domain = "com.example", Output = { "b" } },
                new NodeProto { OpType = "Conv", Input = { "x", "w" }, Output = { "c" } }, new NodeProto { OpType = "Relu", Input = { "c" }, Output = { "d" } },
            },
        };
        var costs = NetworkCosts.Count(new ModelProto { Graph = graph }, new Dictionary<string, long[]>());
        Assert.Equal(["Conv", "Loop", "Mine"], costs.Uncounted);
        Assert.False(costs.Complete);
    }

    [Fact]
    public void Count_settings_are_no_parameters()
    {
        var graph = new GraphBuilder("settings");
        var x = graph.Input("x", ElementType.Float32, 1, 4, 8, 8);
        Value Constant(string name, params long[] shape) =>
            graph.Initializer(Tensors.Embedded(name, ElementType.Float32, shape, new byte[4 * shape.Aggregate(1L, (product, size) => product * size)]));
        var shape = graph.Initializer(Tensors.Embedded("shape", ElementType.Int64, [2], MemoryMarshal.AsBytes<long>([1L, 256L]).ToArray()));
        var normalized = graph.BatchNormalization("norm", x, Constant("scale", 4), Constant("shift", 4), Constant("mean", 4), Constant("variance", 4));
        var scaled = graph.Mul("scaled", normalized, Constant("factor"));
        graph.Output(graph.Node("Reshape", "flat", [scaled, shape]), ElementType.Float32, 1, 256);
        Assert.Equal(8, NetworkCosts.Count(graph.Build(), new Dictionary<string, long[]>()).Parameters);
    }

    private static Dictionary<string, long[]> Shapes(ModelProto model) => model.Graph.Input.Concat(model.Graph.ValueInfo).Concat(model.Graph.Output)
        .Where(value => value.Type.TensorType?.Shape is not null)
        .ToDictionary(value => value.Name, value => value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue).ToArray());
}
