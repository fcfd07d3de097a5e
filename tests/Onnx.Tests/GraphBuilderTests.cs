using Google.Protobuf;

namespace LatBench.Onnx.Tests;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Build_small_graph_keeps_the_order_of_the_calls()
    {
        var model = Small().Build();
        Assert.Equal(17, Assert.Single(model.OpsetImport).Version);
        Assert.Equal(8, model.IrVersion);
        Assert.Equal(["Relu", "Add"], model.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["positive", "weight"], model.Graph.Node[1].Input);
        Assert.Equal(["sum"], model.Graph.Node[1].Output);
        Assert.Equal("x", Assert.Single(model.Graph.Input).Name);
        Assert.Equal([2, 3], Assert.Single(model.Graph.Output).Type.TensorType.Shape.Dim.Select(dimension => (int)dimension.DimValue));
    }

    [Fact]
    public void Build_same_calls_twice_gives_the_same_bytes() =>
        Assert.Equal(Small().Build().ToByteArray(), Small().Build().ToByteArray());

    [Fact]
    public void Build_without_output_is_refused()
    {
        var graph = new GraphBuilder("empty");
        graph.Input("x", ElementType.Float32, 1);
        Assert.Contains("has no output", Assert.Throws<InvalidOperationException>(graph.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_name_used_twice_is_refused()
    {
        var graph = new GraphBuilder("twice");
        var x = graph.Input("x", ElementType.Float32, 1);
        var error = Assert.Throws<ArgumentException>(() => graph.Relu("x", x));
        Assert.Contains("has a value 'x' already", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y")]
    [InlineData(null)]
    public void Node_input_of_another_graph_is_refused(string? name)
    {
        var graph = new GraphBuilder("stranger");
        var error = Assert.Throws<ArgumentException>(() => graph.Relu("relu", new Value(name!)));
        Assert.Contains("is not of this graph", error.Message, StringComparison.Ordinal);
    }

    private static GraphBuilder Small()
    {
        var graph = new GraphBuilder("small");
        var x = graph.Input("x", ElementType.Float32, 2, 3);
        var weight = graph.Initializer(Tensors.Embedded("weight", ElementType.Float32, [3], new byte[12]));
        graph.Output(graph.Add("sum", graph.Relu("positive", x), weight), ElementType.Float32, 2, 3);
        return graph;
    }
}
