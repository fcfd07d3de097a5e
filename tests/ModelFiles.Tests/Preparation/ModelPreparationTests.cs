using Google.Protobuf;
using LatBench.ModelFiles.Inputs;
using LatBench.ModelFiles.Preparation;
using LatBench.Onnx;
using LatBench.Onnx.Protos;

namespace LatBench.ModelFiles.Tests.Preparation;

public sealed class ModelPreparationTests
{
    [Fact]
    public void Prepare_free_dimensions_have_their_values_everywhere()
    {
        var model = ToyModels.Linear();
        model.Graph.ValueInfo.Add(Value("inner", "n", "2*n", "other"));
        var branch = new GraphProto { Output = { Value("b", "n") } };
        model.Graph.Node.Add(new NodeProto { OpType = "If", Attribute = { new AttributeProto { Name = "then_branch", G = branch } } });

        var prepared = Prepare(model, new() { Batch = 4 });

        Assert.Equal([4, 32], Dimensions(prepared.Graph.Input[0]));
        Assert.Equal([4, 32], Dimensions(prepared.Graph.Output[0]));
        Assert.Equal([4, 8, 0], Dimensions(prepared.Graph.ValueInfo[0]));
        Assert.Equal("other", prepared.Graph.ValueInfo[0].Type.TensorType.Shape.Dim[2].DimParam);
        Assert.Equal([4], Dimensions(prepared.Graph.Node[1].Attribute[0].G.Output[0]));
    }

    [Fact]
    public void Prepare_says_how_inputs_are_filled_in_the_place_of_what_the_file_said()
    {
        var model = ToyModels.Linear();
        model.MetadataProps.Add(new StringStringEntryProto { Key = "latbench.input.x", Value = "zeros" });
        model.MetadataProps.Add(new StringStringEntryProto { Key = "author", Value = "somewhere" });

        var prepared = Prepare(model, InputRequest.Default);

        Assert.Equal([("author", "somewhere"), ("latbench.input.x", "uniform -1 1")], prepared.MetadataProps.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void PrepareFree_dimensions_stay_free_and_the_metadata_has_the_shapes()
    {
        var graph = ToyModels.Linear().ToByteArray();

        var prepared = ModelProto.Parser.ParseFrom(ModelPreparation.PrepareFree(graph, InputPlan.Resolve(graph, new() { Batch = 3 })));

        Assert.Equal("n", prepared.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.Equal([("latbench.input.x", "uniform -1 1"), ("latbench.shape.x", "3,32")], prepared.MetadataProps.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Prepare_plans_that_differ_give_other_bytes_and_equal_ones_the_same()
    {
        var graph = ToyModels.Linear().ToByteArray();
        var plan = InputPlan.Resolve(graph, InputRequest.Default);

        Assert.Equal(ModelPreparation.Prepare(graph, plan), ModelPreparation.Prepare(graph, InputPlan.Parse(plan.Text)));
        Assert.NotEqual(ModelPreparation.Prepare(graph, plan), ModelPreparation.Prepare(graph, InputPlan.Parse("x=float32[1,32] ones")));
        Assert.NotEqual(ModelPreparation.Prepare(graph, plan, new string('a', 64)), ModelPreparation.Prepare(graph, plan, new string('b', 64)));
    }

    [Fact]
    public void Prepare_fields_that_are_not_known_here_survive()
    {
        var model = ToyModels.Linear();

        // Field 15 of a graph: a sparse initialiser.
        byte[] graph = [.. model.Graph.ToByteArray(), (15 << 3) | 2, 2, 8, 1];
        model.Graph = GraphProto.Parser.ParseFrom(graph);

        Assert.Equal(graph.Length, model.Graph.CalculateSize());
        Assert.Contains("7A020801", Convert.ToHexString(Prepare(model, InputRequest.Default).ToByteArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y=float32[1,32] ones")]
    [InlineData("x=float16[1,32] ones")]
    [InlineData("x=float32[1,33] ones")]
    [InlineData("x=float32[1] ones")]
    [InlineData("x=float32[1,32] ones; y=float32[1] ones")]
    public void Prepare_plan_of_another_model_is_refused(string text) => Assert.Equal(
        "The plan of the inputs is of another model: plan the inputs of this one.",
        Assert.Throws<ModelFileException>(() => ModelPreparation.Prepare(ToyModels.Linear().ToByteArray(), InputPlan.Parse(text))).Message);

    private static ModelProto Prepare(ModelProto model, InputRequest request)
    {
        var graph = model.ToByteArray();
        return ModelProto.Parser.ParseFrom(ModelPreparation.Prepare(graph, InputPlan.Resolve(graph, request)));
    }

    private static long[] Dimensions(ValueInfoProto value) => [.. value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];

    private static ValueInfoProto Value(string name, params string[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions.Select(dimension => new TensorShapeProto.Types.Dimension { DimParam = dimension }));
        return new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float32, Shape = shape } } };
    }
}
