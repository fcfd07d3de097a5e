using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

/// <summary>Checks the content of the graph, without running it.</summary>
public sealed class GraphTests
{
    private static readonly string[] Trainable = ["/weight", "/bias", "/scale", "/shift"];

    [Fact]
    public void ExportShared_keeps_the_promised_versions_and_shapes()
    {
        var spec = Nas201.Spec(Cell.Parse("412344"), dataset: Dataset.ImageNet16Dash120, batch: 8);
        var model = ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(spec).Graph);
        Assert.Equal(8, model.IrVersion);
        Assert.Equal(("", 17L), (model.OpsetImport.Single().Domain, model.OpsetImport.Single().Version));
        Assert.Equal("nas-bench-201/412344/imagenet16-120/b8/fp32/pruned", model.Graph.Name);
        Assert.Equal(("input", "8×3×16×16"), Describe(model.Graph.Input.Single()));
        Assert.Equal(("logits", "8×120"), Describe(model.Graph.Output.Single()));
    }

    [Fact]
    public void ExportShared_every_initialiser_is_a_slice_of_its_own_in_the_weights_file()
    {
        var model = ModelExporter.ExportShared(Nas201.Spec(Cell.Parse("323124"), variant: GraphVariant.Literal));
        var length = SharedWeights.For(Nas201.SearchSpace, Nas201.SearchSpace.DefaultInput, Precision.Fp32).Bytes.Length;
        var end = 0L;
        foreach (var slice in ModelProto.Parser.ParseFrom(model.Graph).Graph.Initializer.Select(Slice).OrderBy(slice => slice.Offset))
        {
            Assert.Equal(model.Weights!.FileName, slice.File);
            Assert.Equal(0, slice.Offset % 64);
            Assert.InRange(slice.Offset, end, length - slice.Bytes);
            end = slice.Offset + slice.Bytes;
        }

        Assert.NotEqual(0, end);
    }

    [Fact]
    public void ExportEmbedded_refers_to_no_file()
    {
        var model = ModelExporter.ExportEmbedded(Nas201.Spec(Cell.Parse("334131")));
        Assert.Null(model.Weights);
        Assert.All(ModelProto.Parser.ParseFrom(model.Graph).Graph.Initializer, tensor => Assert.Empty(tensor.ExternalData));
    }

    /// <summary>Pruned graphs hold no dead edges, so they are compared with the published formula on the effective cell.</summary>
    [Theory]
    [InlineData(Dataset.Cifar10)]
    [InlineData(Dataset.Cifar100)]
    [InlineData(Dataset.ImageNet16Dash120)]
    public void Initialisers_pruned_add_up_to_the_published_parameters_of_the_effective_cell(Dataset dataset)
    {
        foreach (var architecture in Space.Sample(200, seed: 4))
        {
            var parameters = Parameters(Nas201.Spec(architecture, dataset: dataset));
            Assert.Equal(CostCounts.Of(architecture.EffectiveCell.Cell, dataset).Parameters, parameters);
        }
    }

    /// <summary>Literal graphs hold every edge, dead ones too, as the published figures do.</summary>
    [Theory]
    [InlineData(Dataset.Cifar10)]
    [InlineData(Dataset.Cifar100)]
    [InlineData(Dataset.ImageNet16Dash120)]
    public void Initialisers_literal_add_up_to_the_published_parameters_of_the_architecture(Dataset dataset)
    {
        foreach (var architecture in Space.Sample(200, seed: 5, includeUnreachable: true))
        {
            var parameters = Parameters(Nas201.Spec(architecture, dataset: dataset, variant: GraphVariant.Literal));
            Assert.Equal(CostCounts.Of(architecture, dataset).Parameters, parameters);
        }
    }

    [Theory]
    [InlineData("000100", GraphVariant.Pruned, 0)]
    [InlineData("300100", GraphVariant.Pruned, 0)]
    [InlineData("300100", GraphVariant.Literal, 4 * 15)]
    [InlineData("444444", GraphVariant.Literal, 0)]
    public void Nodes_none_is_a_multiplication_in_literal_graphs_only(string code, GraphVariant variant, int multiplications)
    {
        var spec = Nas201.Spec(Cell.Parse(code), variant: variant);
        var graph = ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(spec).Graph).Graph;
        Assert.Equal(multiplications, graph.Node.Count(node => node.OpType == "Mul"));
    }

    /// <summary>Activations are positive, so no logit would tell of a ReLU that is missing.</summary>
    [Fact]
    public void Nodes_largest_network_has_every_operator_in_its_place()
    {
        var graph = ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(Nas201.Spec(Cell.Parse("333333"))).Graph).Graph;
        const int edges = 15 * 6;
        Assert.Equal(
            new SortedDictionary<string, int>
            {
                ["Add"] = 15 * 3 + 2,
                ["AveragePool"] = 2,
                ["BatchNormalization"] = 1 + edges + 2 * 2 + 1,
                ["Conv"] = 1 + edges + 2 * 3,
                ["Flatten"] = 1,
                ["Gemm"] = 1,
                ["GlobalAveragePool"] = 1,
                ["Relu"] = edges + 2 * 2 + 1,
            },
            new SortedDictionary<string, int>(graph.Node.CountBy(node => node.OpType).ToDictionary()));

        var withoutRelu = graph.Node.Where(node => node.OpType == "Conv" && !node.Input[0].EndsWith("/relu", StringComparison.Ordinal));
        Assert.Equal(["stem/conv", "cell5/shortcut/conv", "cell11/shortcut/conv"], withoutRelu.Select(node => node.Name));
    }

    private static long Parameters(ModelSpec spec) =>
        ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(spec).Graph).Graph.Initializer
            .Where(tensor => Trainable.Any(kind => tensor.Name.EndsWith(kind, StringComparison.Ordinal)))
            .Sum(tensor => tensor.Dims.Aggregate(1L, (product, size) => product * size));

    private static (string Name, string Shape) Describe(ValueInfoProto value) =>
        (value.Name, string.Join('×', value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)));

    private static (string File, long Offset, long Bytes) Slice(TensorProto tensor)
    {
        var entries = tensor.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal(4 * tensor.Dims.Aggregate(1L, (product, size) => product * size), long.Parse(entries["length"]));
        return (entries["location"], long.Parse(entries["offset"]), long.Parse(entries["length"]));
    }
}
