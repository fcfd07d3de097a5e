using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;
using LatBench.Onnx.Tests.Models;
using LatBench.TestKit;

namespace LatBench.Onnx.Tests.Conversion;

[Collection(TorchTests.Name)]
public sealed class HalfPrecisionTests(TorchModels torch)
{
    private const double Tolerance = 0.02;

    [Theory]
    [InlineData("residual")]
    [InlineData("depthwise")]
    [InlineData("transformer")]
    [InlineData("recurrent")]
    public void Convert_network_computes_the_same_within_2_percent(string name)
    {
        var model = TestGraphs.Of(name);
        var converted = Convert(model);
        AssertAllHalf(converted);
        AssertClose(Ort.Run(model), Ort.Run(converted));
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("efficientnet_b0")]
    [InlineData("vit")]
    [InlineData("lstm")]
    [InlineData("encoder")]
    public void Convert_model_of_PyTorch_computes_the_same_within_2_percent(string name)
    {
        var model = torch.Run(name);
        using var folder = new TempDirectory();
        var converted = Converted.External(model, HalfPrecision.Convert, folder);
        AssertAllHalf(converted);
        AssertClose(Ort.Run(model), Ort.Run(converted, folder.Directory));
    }

    [Fact]
    public void Convert_free_dimensions_and_sizes_stay_exact()
    {
        var model = torch.Run("segmentation");
        var converted = Convert(model);
        AssertClose(Ort.Run(model, ".", ("height", 2100), ("width", 33)), Ort.Run(converted, ".", ("height", 2100), ("width", 33)));
    }

    /// <summary>Range, CumSum and IsInf, the scales of Resize, shapes as floating point, and values that graphs inside of nodes read.</summary>
    [Fact]
    public void Convert_operators_without_half_precision_stay_single()
    {
        var model = TestGraphs.Mixed();
        var converted = Convert(model);
        Assert.Equal(10, converted.Graph.Input[0].Type.TensorType.ElemType);
        Assert.All(converted.Graph.Output, output => Assert.Equal(10, output.Type.TensorType.ElemType));
        Assert.Equal(1, Tensor(converted, "scales").DataType);
        Assert.Equal(1, Tensor(converted, "factors").DataType);
        Assert.Equal(10, Tensor(converted, "guard").DataType);
        AssertClose(Ort.Run(model), Ort.Run(converted));
    }

    [Fact]
    public void Convert_numbers_out_of_range_are_saturated_and_none_becomes_zero()
    {
        var graph = new GraphBuilder("range");
        var x = graph.Input("x", ElementType.Float32, 7);
        float[] values = [1e6f, -1e6f, 1e-12f, -1e-12f, 0, float.PositiveInfinity, 0.1f];
        graph.Output(graph.Add("sum", x, graph.Initializer(Tensors.Embedded("w", ElementType.Float32, [7], MemoryMarshal.AsBytes<float>(values).ToArray()))), ElementType.Float32, 7);
        var halves = MemoryMarshal.Cast<byte, Half>(Tensor(Convert(graph.Build()), "w").RawData.Span).ToArray();
        Assert.Equal([Half.MaxValue, Half.MinValue, Half.Epsilon, -Half.Epsilon, Half.Zero, Half.PositiveInfinity, (Half)0.1f], halves);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(11, 11)]
    public void Convert_cast_gives_the_new_type(int before, int after)
    {
        var graph = new GraphBuilder("cast");
        var x = graph.Input("x", ElementType.Float32, 2);
        graph.Output(graph.Node("Cast", "y", [x], Attributes.Int("to", before)), (ElementType)before, 2);
        graph.Output(graph.Relu("z", x), ElementType.Float32, 2);
        var converted = Convert(graph.Build());
        Assert.Equal(after, Assert.Single(converted.Graph.Node[0].Attribute).I);
        Assert.NotEmpty(Ort.Run(converted));
    }

    [Fact]
    public void Convert_constants_without_a_type_become_half()
    {
        var graph = new GraphBuilder("constants");
        var x = graph.Input("x", ElementType.Float32, 2);
        var one = graph.Node("Constant", "one", [], Attributes.Float("value_float", 1));
        var list = graph.Node("Constant", "list", [], Attributes.Floats("value_floats", 2, 3));
        var shape = graph.Initializer(Tensors.Embedded("shape", ElementType.Int64, [1], MemoryMarshal.AsBytes<long>([2L]).ToArray()));
        var zeros = graph.Node("ConstantOfShape", "zeros", [shape]);
        var noise = graph.Node("RandomUniform", "noise", [], Attributes.Ints("shape", 2), Attributes.Float("high", 1e-6f));
        graph.Output(graph.Add("a", graph.Add("b", graph.Add("c", x, one), graph.Add("d", list, zeros)), noise), ElementType.Float32, 2);
        var model = graph.Build();
        AssertClose(Ort.Run(model), Ort.Run(Convert(model)));
    }

    [Fact]
    public void Convert_twice_gives_the_same_bytes_and_leaves_the_model_alone()
    {
        var model = TestGraphs.Mixed();
        var before = model.ToByteArray();
        Assert.Equal(Convert(model).ToByteArray(), Convert(model).ToByteArray());
        Assert.Equal(before, model.ToByteArray());
    }

    [Fact]
    public void Convert_quantised_model_is_refused() => Refused(
        Converted.Embedded(TestGraphs.Residual(), Int8.Convert).Model!,
        "The model is quantised already by node 'x/q' (QuantizeLinear): only a model in single precision is converted to fp16.");

    [Fact]
    public void Convert_model_in_half_precision_is_refused() =>
        Refused(Convert(TestGraphs.Residual()), "The model has no input and no weights in single precision: there is nothing to convert to fp16.");

    [Fact]
    public void Convert_operator_of_another_domain_is_refused()
    {
        var model = TestGraphs.Residual();
        model.Graph.Node[2].Domain = "com.example";
        Refused(model, "The operator Relu of the domain 'com.example' has no types that the conversion to fp16 knows; convert the model with the tool that made it.");
    }

    [Fact]
    public void Convert_names_of_a_file_are_shown_in_one_short_line()
    {
        var model = TestGraphs.Residual();
        (model.Graph.Node[2].Domain, model.Graph.Node[2].OpType) = ("a\nb\u001b[2J", new string('x', 1000));
        Refused(model, $"The operator {new string('x', 100)}… of the domain 'a?b?[2J' has no types that the conversion to fp16 knows; convert the model with the tool that made it.");
    }

    [Fact]
    public void Convert_malformed_node_is_refused()
    {
        var model = TestGraphs.Residual();
        model.Graph.Node[0].Output.Clear();
        Refused(model, "The model is malformed: node 'stem' (Conv) has no output.");
        Assert.Equal("The model is malformed: node 'stem' (Conv) has no output.", Converted.Embedded(model, Int8.Convert).WhyNot);
    }

    [Fact]
    public void Convert_value_of_unknown_origin_is_refused()
    {
        var model = TestGraphs.Residual();
        model.Graph.Node[0].Input[1] = "sparse";
        Refused(model, "The value 'sparse', which node 'stem' (Conv) reads, comes from no node, input or dense initialiser: the conversion to fp16 does not know its type.");
    }

    private static void Refused(ModelProto model, string reason)
    {
        var refused = Converted.Embedded(model, HalfPrecision.Convert);
        Assert.Null(refused.Model);
        Assert.Equal(reason, refused.WhyNot);
    }

    private static ModelProto Convert(ModelProto model)
    {
        var converted = Converted.Embedded(model, HalfPrecision.Convert);
        Assert.Null(converted.WhyNot);
        return converted.Model!;
    }

    private static TensorProto Tensor(ModelProto model, string name) => model.Graph.Initializer.Single(tensor => tensor.Name == name);

    private static void AssertAllHalf(ModelProto model)
    {
        Assert.DoesNotContain(model.Graph.Initializer, tensor => tensor.DataType == 1);
        Assert.DoesNotContain(model.Graph.Input.Concat(model.Graph.Output), value => value.Type.TensorType.ElemType == 1);
    }

    private static void AssertClose(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Select(values => values.Length), actual.Select(values => values.Length));
        foreach (var (values, others) in expected.Zip(actual))
        {
            var worst = values.Zip(others, (a, b) => Math.Abs(a - b)).Max() / values.Max(Math.Abs);
            Assert.True(worst <= Tolerance, $"{worst:P2}");
        }
    }
}
