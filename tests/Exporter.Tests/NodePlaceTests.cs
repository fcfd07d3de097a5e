using LatBench.Exporter.Profiles;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;

namespace LatBench.Exporter.Tests;

public sealed class NodePlaceTests
{
    private static readonly Cell Sample = Cell.Parse("|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|none~2|");

    [Theory]
    [InlineData("stem", "stem/norm_nchwc")]
    [InlineData("stem", "stem/conv_token_2")]
    [InlineData("stem", "input/q")]
    [InlineData("stem", "InsertedPrecisionFreeCast_input")]
    [InlineData("cell 0 edge 0->1 nor_conv_3x3", "cell0/0-1/relu")]
    [InlineData("cell 3 edge 0->2 nor_conv_1x1", "InsertedPrecisionFreeCast_cell3/0-2/norm_nchwc")]
    [InlineData("cell 16 edge 1->2 avg_pool_3x3", "cell16/1-2/pool")]
    [InlineData("cell 4 edge 2->3 none", "cell4/2-3/zero/q")]
    [InlineData("cell 12 edge 0->1 nor_conv_3x3", "InsertedPrecisionFreeCast_ConvBnFusion_W_cell12/0-1/conv3x3/weight")]
    [InlineData("cell 2 edge 0->1 nor_conv_3x3", "cell2/0-1/conv/dq/duplicated")]
    [InlineData("cell 1 sum at node 2", "cell1/sum1-2/dq/relu/q")]
    [InlineData("cell 5 reduction", "cell5/shortcut/conv_token_112")]
    [InlineData("cell 11 reduction", "cell11/sum")]
    [InlineData("cell 5 reduction", "cell5/first/relu_nchwc")]
    [InlineData("head", "head/norm_bn_nchwc")]
    [InlineData("head", "classifier/weight/dq")]
    [InlineData("head", "InsertedPrecisionFreeCast_logits")]
    [InlineData("unmatched", "ReorderOutput")]
    [InlineData("unmatched", "Transpose_token_7")]
    [InlineData("unmatched", "")]
    [InlineData("unmatched", "cell99/0-1/relu")]
    [InlineData("unmatched", "cell3/2-1/relu")]
    [InlineData("unmatched", "overhead/x")]
    public void Of_finds_the_first_exported_name(string place, string nodeName) => Assert.Equal(place, Places(Sample, GraphVariant.Literal).Of(nodeName).ToString());

    [Fact]
    public void Of_convolution_that_took_in_a_relu_is_where_the_input_of_the_relu_comes_from()
    {
        // Node 1 is edge 0->1 alone; node 2 sums two convolutions, of which one has its own name.
        var architecture = Cell.Parse("|nor_conv_3x3~0|+|nor_conv_1x1~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_3x3~2|");
        (string, string)[] nodes =
        [
            ("cell0/0-1/relu_nchwc", "Conv"), ("cell0/1-2/relu_nchwc", "Conv"), ("cell0/0-2/norm_nchwc", "Conv"), ("cell0/2-3/relu_nchwc", "Conv"),
            ("cell1/0-1/relu_nchwc", "Conv"), ("cell5/first/relu_nchwc", "Conv"), ("cell5/second/relu_nchwc", "Conv"), ("cell6/0-1/relu_nchwc", "Conv"),
            ("cell7/1-2/relu", "Relu"), ("head/relu_nchwc", "Conv"), ("head/norm_bn_nchwc", "Conv"), ("head/relu", "Relu"),
        ];

        Assert.Equal(
            [
                "stem", "cell 0 edge 0->1 nor_conv_3x3", "cell 0 edge 0->2 nor_conv_1x1", "cell 0 edge 1->2 nor_conv_3x3",
                "cell 0 edge 2->3 nor_conv_3x3", "cell 4 edge 2->3 nor_conv_3x3", "cell 5 reduction", "cell 5 reduction",
                "cell 7 edge 1->2 nor_conv_3x3", "cell 16 edge 2->3 nor_conv_3x3", "head", "head",
            ],
            Places(architecture).Of(nodes).Select(place => place.ToString()));
    }

    [Fact]
    public void Of_relu_behind_a_skip_is_that_of_what_was_skipped_to()
    {
        var architecture = Cell.Parse("|skip_connect~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_1x1~2|");
        Assert.Equal(
            ["stem", "cell 2 edge 2->3 nor_conv_1x1"],
            Places(architecture).Of([("cell0/1-2/relu_nchwc", "Conv"), ("cell3/1-2/relu_nchwc", "Conv")]).Select(place => place.ToString()));
    }

    [Fact]
    public void Of_relu_without_a_convolution_behind_it_stays_where_its_name_leads()
    {
        var architecture = Cell.Parse("|avg_pool_3x3~0|+|none~0|nor_conv_3x3~1|+|none~0|none~1|nor_conv_1x1~2|");
        Assert.Equal("cell 1 edge 1->2 nor_conv_3x3", Places(architecture).Of([("cell1/1-2/relu_nchwc", "Conv")]).Single().ToString());
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Int8)]
    public void Of_places_every_node_that_is_exported(Precision precision)
    {
        foreach (var variant in Enum.GetValues<GraphVariant>())
        {
            var spec = Nas201.Spec(Sample, precision: precision, variant: variant);
            var (model, places) = (ModelExporter.ExportShared(spec), new NodePlaces(spec.BuildGraph()));
            var names = Onnx.Protos.ModelProto.Parser.ParseFrom(model.Graph).Graph.Node.Select(node => node.Name);
            // One constant of the literal int8 graph belongs to every `none`.
            Assert.All(names, name => Assert.True(places.Of(name).Part != NetworkPart.Unmatched || name == "zero/dq", name));
        }
    }

    private static NodePlaces Places(Cell architecture, GraphVariant variant = GraphVariant.Pruned) =>
        new(Nas201.Spec(architecture, variant: variant).BuildGraph());
}
