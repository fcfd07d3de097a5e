using LatBench.ModelFiles.Inputs;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using LatBench.TestKit;

namespace LatBench.ModelFiles.Tests.Inputs;

public sealed class InputPlanTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("batch", 1)]
    [InlineData("N", 1)]
    [InlineData("batch_size", 1)]
    [InlineData("sequence", 128)]
    [InlineData("seq_len", 128)]
    [InlineData("max_length", 128)]
    [InlineData("height", 224)]
    [InlineData("image_width", 224)]
    [InlineData("num_channels", 3)]
    [InlineData("audio_samples", 16_000)]
    [InlineData("time", 100)]
    [InlineData("anything", 1)]
    public void Resolve_free_dimension_takes_a_value_by_its_name_and_says_so(string name, long value)
    {
        var plan = Resolve(Model(("x", ElementType.Float32, [name])));

        Assert.Equal($"x=float32[{value}] uniform -1 1", plan.Text);
        Assert.Equal([$"The free dimension '{name}' is {value} (--dim {name}=N sets it)."], plan.Proposals);
    }

    [Theory]
    [InlineData("?,3,?,?", "1,3,224,224")]
    [InlineData("?,?,?,3", "1,224,224,3")]
    [InlineData("?,?,?,?", "1,3,224,224")]
    [InlineData("?,10", "1,10")]
    [InlineData("0,-1,7", "1,1,7")]
    public void Resolve_dimension_without_a_name_takes_a_value_by_its_place(string dimensions, string shape)
    {
        var plan = Resolve(Model(("x", ElementType.Float32, dimensions.Split(','))));

        Assert.Equal($"x=float32[{shape}] uniform -1 1", plan.Text);
        Assert.Equal(
            $"The input 'x' of shape [{string.Join(", ", dimensions.Split(',').Select(part => part is "0" or "-1" ? "?" : part))}] is [{shape.Replace(",", ", ", StringComparison.Ordinal)}] (--input-shape x={shape.Replace(',', 'x')} sets it).",
            Assert.Single(plan.Proposals));
    }

    [Theory]
    [InlineData("p2o.DynamicDimension.0,3,48,p2o.DynamicDimension.1", "1,3,48,224")]
    [InlineData("unk__1,unk__2,unk__3,3", "1,224,224,3")]
    [InlineData("unk__1,unk__2", "1,1")]
    public void Resolve_dimension_whose_name_tells_nothing_takes_a_value_by_its_place(string dimensions, string shape) =>
        Assert.Equal($"x=float32[{shape}] uniform -1 1", Resolve(Model(("x", ElementType.Float32, dimensions.Split(',')))).Text);

    [Fact]
    public void Resolve_equal_names_have_equal_values_in_all_inputs()
    {
        var model = Model(("a", ElementType.Float32, ["batch", "sequence"]), ("b", ElementType.Float32, ["batch", "8"]), ("past", ElementType.Float32, ["batch", "past + sequence", "2*sequence"]));
        var request = new InputRequest { Dimensions = Of(("sequence", 16L), ("past", 4)), Shapes = Of(("b", new long[] { 3, 8 })) };

        var plan = Resolve(model, request);

        Assert.Equal("a=float32[3,16] uniform -1 1; b=float32[3,8] uniform -1 1; past=float32[3,20,32] uniform -1 1", plan.Text);
        Assert.Empty(plan.Proposals);
        Assert.Equal(3, plan.Batch);
    }

    [Theory]
    [InlineData("batch,3", 8, "8,3")]
    [InlineData("?,3", 8, "8,3")]
    public void Resolve_batch_is_the_free_batch_dimension(string dimensions, int batch, string shape)
    {
        var plan = Resolve(Model(("x", ElementType.Float32, dimensions.Split(','))), new() { Batch = batch });

        Assert.Equal($"x=float32[{shape}] uniform -1 1", plan.Text);
        Assert.Equal(batch, plan.Batch);
        Assert.Empty(plan.Proposals);
    }

    [Theory]
    [InlineData(ElementType.Float32, "x", "1,4", "uniform -1 1")]
    [InlineData(ElementType.Float16, "x", "1,4", "uniform -1 1")]
    [InlineData(ElementType.BFloat16, "x", "1,4", "uniform -1 1")]
    [InlineData(ElementType.Float64, "x", "", "uniform -1 1")]
    [InlineData(ElementType.Bool, "x", "1", "ones")]
    [InlineData(ElementType.String, "x", "1", "ones")]
    [InlineData(ElementType.UInt8, "image", "1,3,8,8", "integers 0 255")]
    [InlineData(ElementType.UInt8, "x", "1", "ones")]
    [InlineData(ElementType.Int8, "x", "1", "ones")]
    [InlineData(ElementType.Int16, "x", "1", "ones")]
    [InlineData(ElementType.UInt16, "x", "1", "ones")]
    [InlineData(ElementType.Int32, "lengths", "1", "ones")]
    [InlineData(ElementType.Int64, "sr", "", "integers 16000 16000")]
    [InlineData(ElementType.UInt32, "x", "1", "ones")]
    [InlineData(ElementType.UInt64, "x", "1", "ones")]
    [InlineData(ElementType.Int64, "attention_mask", "1", "ones")]
    [InlineData(ElementType.Float32, "attention_mask", "1", "ones")]
    [InlineData(ElementType.Int64, "token_type_ids", "1", "zeros")]
    [InlineData(ElementType.Int64, "segment_ids", "1", "zeros")]
    public void Resolve_values_go_by_type_and_name(ElementType type, string name, string dimensions, string rule)
    {
        var plan = Resolve(Model((name, type, dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries))));

        Assert.Equal($"{name}={type.Name()}[{dimensions}] {rule}", plan.Text);
    }

    [Fact]
    public void Resolve_indices_are_rows_of_the_table_that_they_reach()
    {
        var plan = Resolve(ToyModels.Embedding(rows: 30_000));

        Assert.Equal("ids=int64[1,4] integers 0 29999", plan.Text);
        Assert.Contains("The input 'ids' gets integers from 0 to 29999, the rows of the table 'embedding.weight' (--input-range ids=FIRST..LAST sets others).", plan.Proposals);
    }

    /// <summary>Through operators that keep values, to the smallest of several tables, along another axis, with a quantised table and one that a node holds.</summary>
    [Fact]
    public void Resolve_indices_are_followed_through_operators()
    {
        var graph = new GraphBuilder("chain");
        var ids = graph.Input("ids", ElementType.Int32, 4);
        var wide = graph.Node("Cast", "wide", [ids], Attributes.Int("to", (long)ElementType.Int64));
        var axes = graph.Initializer(Tensors.Embedded("axes", ElementType.Int64, [1], new byte[8]));
        var row = graph.Node("Identity", "row", [graph.Node("Unsqueeze", "more", [wide, axes])]);
        var large = graph.Initializer(Tensors.Embedded("large", ElementType.Float32, [50, 2], new byte[400]));
        var small = graph.Initializer(Tensors.Embedded("small", ElementType.UInt8, [2, 7], new byte[14]));
        var scale = graph.Initializer(Tensors.Embedded("scale", ElementType.Float32, [], new byte[4]));
        var table = graph.Node("DequantizeLinear", "table", [small, scale]);
        graph.Output(graph.Node("Gather", "y", [large, wide]), ElementType.Float32, 4, 2);
        graph.Output(graph.Node("Gather", "z", [table, row], Attributes.Int("axis", -1)), ElementType.Float32, 2, 1, 4);

        var model = graph.Build();

        Assert.Equal("ids=int32[4] integers 0 6", Resolve(model).Text);
        Assert.Equal("The values 0..49 of input 'ids' leave the table 'small', which has 7 rows: use 0..6.", Refusal(model, new() { Values = Of(("ids", ValueRule.Integers(0, 49))) }));
    }

    [Theory]
    [InlineData(ElementType.Float32, "0..255", "uniform 0 255")]
    [InlineData(ElementType.Float32, "-0.5..1e3", "uniform -0.5 1000")]
    [InlineData(ElementType.Int64, "-3..3", "integers -3 3")]
    [InlineData(ElementType.Bool, "0..1", "integers 0 1")]
    [InlineData(ElementType.Int64, "zeros", "zeros")]
    public void Resolve_values_are_those_of_the_request(ElementType type, string option, string rule)
    {
        var plan = Resolve(Model(("x", type, ["2"])), new() { Values = Of(("x", ValueRule.ParseOption(option))) });

        Assert.Equal($"x={type.Name()}[2] {rule}", plan.Text);
    }

    public static TheoryData<InputRequest, string> Misfits => new()
    {
        { new() { Dimensions = Of(("seq", 3L)) }, "No input has a free dimension 'seq': those of the model are batch, sequence." },
        { new() { Dimensions = Of(("batch", 0L)) }, "The dimension 'batch' cannot be 0: use 1 to 2147483647." },
        { new() { Shapes = Of(("y", new long[] { 1 })) }, "The model has no input 'y': its inputs are ids, x." },
        { new() { Values = Of(("y\u001b", ValueRule.Ones)) }, "The model has no input 'y\\u001B': its inputs are ids, x." },
        { new() { Shapes = Of(("x", new long[] { 1 })) }, "The input 'x' has the shape [batch, 8], which [1] does not fit: change free dimensions only, or export the model with other dimensions free." },
        { new() { Shapes = Of(("x", new long[] { 1, 9 })) }, "The input 'x' has the shape [batch, 8], which [1, 9] does not fit: change free dimensions only, or export the model with other dimensions free." },
        { new() { Shapes = Of(("x", new long[] { 1, 8 }), ("ids", [2, 3])) }, "The dimension 'batch' would be 2 and 1 at once: give one value to all inputs that have it." },
        { new() { Shapes = Of(("x", new long[] { 4, 8 })), Batch = 2 }, "The dimension 'batch' would be 4 and 2 at once: give one value to all inputs that have it." },
        { new() { Batch = 0 }, "A batch of 0 is out of range: use 1 or more." },
        { new() { Dimensions = Of(("sequence", 2_000_000_000L)) }, "The input 'ids' of shape [1, 2000000000] would take 14.9 GiB, and 2 GiB are the most: use smaller dimensions." },
        { new() { Dimensions = Of(("sequence", 2_000_000_000L), ("batch", 2_000_000_000)) }, "The input 'ids' of shape [2000000000, 2000000000] would take 27.8 EiB, and 2 GiB are the most: use smaller dimensions." },
        { new() { Values = Of(("ids", ValueRule.Uniform(0, 0.5))) }, "The input 'ids' has elements of int64, which 0..0.5 does not fit: use whole numbers." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Resolve_request_that_does_not_fit_is_refused(InputRequest request, string message) =>
        Assert.Equal(message, Refusal(Model(("ids", ElementType.Int64, ["batch", "sequence"]), ("x", ElementType.Float32, ["batch", "8"])), request));

    [Fact]
    public void Resolve_wishes_that_one_model_cannot_have_are_refused()
    {
        var fixedShape = Model(("x", ElementType.UInt8, ["1", "3"]));

        Assert.Equal("The model has no free batch dimension, so it cannot take a batch of 8: its input 'x' has the shape [1, 3]; export it with a free first dimension.", Refusal(fixedShape, new() { Batch = 8 }));
        Assert.Equal("No input has a free dimension 'batch': no free dimension of the model has a name; give shapes with --input-shape.", Refusal(fixedShape, new() { Dimensions = Of(("batch", 8L)) }));
        Assert.Equal("The range 0..300 does not fit the input 'x' of uint8: use 0..255.", Refusal(fixedShape, new() { Values = Of(("x", ValueRule.Integers(0, 300))) }));
        Assert.Equal("The values 0..29999 of input 'ids' leave the table 'embedding.weight', which has 100 rows: use 0..99.", Refusal(ToyModels.Embedding(), new() { Values = Of(("ids", ValueRule.Integers(0, 29_999))) }));
        Assert.Equal("The values 1..1 of input 'ids' leave the table 'embedding.weight', which has 1 row: use 0..0.", Refusal(ToyModels.Embedding(rows: 1), new() { Values = Of(("ids", ValueRule.Ones)) }));
        Assert.Equal("The input 'x' has elements of string, which have no range: use 'ones' or 'zeros'.", Refusal(Model(("x", ElementType.String, ["1"])), new() { Values = Of(("x", ValueRule.Integers(0, 1))) }));
        Assert.Equal("The input 'x' has elements of complex64, which cannot be filled: use floating point, integers of 8 to 64 bits, bool or string.", Refusal(Model(("x", ElementType.Complex64, ["1"])), InputRequest.Default));
    }

    [Fact]
    public void Resolve_proposals_can_be_given_to_a_shell()
    {
        var plan = Resolve(Model(("my input", ElementType.Int64, ["it's", "?"])));

        Assert.Equal(
            [
                "The free dimension 'it's' is 1 (--dim 'it'\\''s=N' sets it).",
                "The input 'my input' of shape [it's, ?] is [1, 1] (--input-shape 'my input=1x1' sets it).",
                "The input 'my input' gets ones (--input-range 'my input=FIRST..LAST' sets others).",
            ],
            plan.Proposals);
    }

    [Fact]
    public void Resolve_input_of_unknown_rank_needs_a_shape()
    {
        var model = Model(("x", ElementType.Float32, ["1"]));
        model.Graph.Input[0].Type.TensorType.Shape = null;

        Assert.Equal("The file does not tell how many dimensions the input 'x' has: give its shape with --input-shape x=1x3x224x224.", Refusal(model, InputRequest.Default));
        Assert.Equal("x=float32[2,5] uniform -1 1", Resolve(model, new() { Shapes = Of(("x", new long[] { 2, 5 })) }).Text);
        Assert.Equal("x=float32[] uniform -1 1", Resolve(model, new() { Shapes = Of(("x", Array.Empty<long>())) }).Text);
    }

    [Fact]
    public void Resolve_initialisers_that_are_listed_as_inputs_are_left_out()
    {
        var model = ToyModels.Linear();
        model.Graph.Input.Add(new ValueInfoProto { Name = "w" });

        Assert.Equal("x=float32[1,32] uniform -1 1", Resolve(model).Text);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("with space; and=signs[1] \"quoted\" \\")]
    [InlineData("名\u001b\n")]
    [InlineData("model/input:0")]
    [InlineData("onnx::Gather_0.1")]
    public void Parse_gives_the_plan_of_a_text(string name)
    {
        var plan = Resolve(Model((name, ElementType.Float32, ["3"]), ("last", ElementType.Int64, [])));

        var parsed = InputPlan.Parse(plan.Text);

        Assert.All(plan.Text, letter => Assert.InRange(letter, ' ', '~'));
        Assert.Equal(name, parsed.Inputs[0].Name);
        Assert.Equal(plan.Inputs, parsed.Inputs);
        Assert.Equal(plan.Text, parsed.Text);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x=")]
    [InlineData("\"x=float32[1] ones")]
    [InlineData("x=float33[1] ones")]
    [InlineData("x=float32[a] ones")]
    [InlineData("x=float32[1] twos")]
    [InlineData("x=float32[1] uniform 1 -1")]
    public void Parse_text_that_is_no_plan_is_refused(string text) => Assert.Throws<FormatException>(() => InputPlan.Parse(text));

    private InputPlan Resolve(ModelProto model, InputRequest? request = null) => ModelFile.Read(model.Save(_directory.PathOf("m.onnx"))).PlanInputs(request ?? InputRequest.Default);

    private string Refusal(ModelProto model, InputRequest request) => Assert.Throws<ModelFileException>(() => Resolve(model, request)).Message;

    private static Dictionary<string, T> Of<T>(params (string Key, T Value)[] entries) => entries.ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>A model with inputs of these dimensions: numbers, names, or <c>?</c> for a free one without a name.</summary>
    private static ModelProto Model(params (string Name, ElementType Type, string[] Dimensions)[] inputs)
    {
        var model = ToyModels.Linear();
        model.Graph.Input.Clear();
        foreach (var (name, type, dimensions) in inputs)
        {
            var shape = new TensorShapeProto();
            foreach (var dimension in dimensions)
                shape.Dim.Add(dimension == "?" ? new() : long.TryParse(dimension, out var value) ? new() { DimValue = value } : new TensorShapeProto.Types.Dimension { DimParam = dimension });
            model.Graph.Input.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } });
        }

        return model;
    }
}
