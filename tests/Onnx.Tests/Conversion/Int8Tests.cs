using Google.Protobuf;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Protos;
using LatBench.Onnx.Tests.Models;
using LatBench.TestKit;

namespace LatBench.Onnx.Tests.Conversion;

[Collection(TorchTests.Name)]
public sealed class Int8Tests(TorchModels torch)
{
    private const double MinCosine = 0.9;

    [Theory]
    [InlineData("residual", "QLinearConv=3 NhwcMaxPool=1 QLinearAdd=1 QLinearGlobalAveragePool=1 QGemm=1", "Conv Add Relu Gemm BatchNormalization")]
    [InlineData("depthwise", "QLinearConv=5 QLinearGlobalAveragePool=2 QLinearSigmoid=1 QLinearMul=1 QLinearAdd=1 QLinearAveragePool=1 QLinearConcat=1 QGemm=1", "Conv Clip Mul Add Concat Gemm")]
    [InlineData("transformer", "QLinearMatMul=6", "FusedMatMul")]
    [InlineData("recurrent", "LSTM=1 QGemm=1", "Gemm")]
    public void Convert_network_has_integer_kernels(string name, string kernels, string gone)
    {
        var model = TestGraphs.Of(name);
        var converted = Convert(model);
        AssertKernels(Ort.Optimized(converted), kernels, gone);
        AssertSimilar(Ort.Run(model), Ort.Run(converted));
    }

    [Theory]
    [InlineData("resnet18", "QLinearConv=20 QLinearAdd=8 NhwcMaxPool=1 QLinearGlobalAveragePool=1 QGemm=1", "Conv Add Relu Gemm")]
    [InlineData("mobilenet_v3_small", "QLinearConv=52 QLinearAdd=6 QGemm=2", "Conv Gemm")]
    [InlineData("efficientnet_b0", "QLinearConv=81 QLinearAdd=9 QGemm=1", "Conv Gemm")]
    [InlineData("vit", "QLinearConv=1 QGemm=3 QLinearMatMul=6", "Conv Gemm")]
    [InlineData("lstm", "LSTM=1 QGemm=1", "Gemm")]
    [InlineData("encoder", "QLinearMatMul=4", "")]
    [InlineData("segmentation", "QLinearConv=3", "Conv Relu")]
    public void Convert_model_of_PyTorch_has_integer_kernels(string name, string kernels, string gone)
    {
        var model = torch.Run(name);
        using var folder = new TempDirectory();
        var converted = name == "segmentation" ? Convert(model) : Converted.External(model, Int8.Convert, folder);
        AssertKernels(Ort.Optimized(converted, folder.Directory), kernels, gone);
        (string, long)[] dimensions = [("height", 48), ("width", 40)];
        AssertSimilar(Ort.Run(model, ".", dimensions), Ort.Run(converted, folder.Directory, dimensions), name is "mobilenet_v3_small" or "efficientnet_b0" ? 0 : MinCosine);
    }

    [Fact]
    public void Convert_older_operator_set_has_one_scale_a_layer()
    {
        var model = TestGraphs.Residual();
        model.OpsetImport[0].Version = 11;
        var converted = Convert(model);
        Assert.All(converted.Graph.Node.Where(node => node.OpType == "DequantizeLinear"), node => Assert.Empty(node.Attribute));
        Assert.Equal(3, Ort.Optimized(converted)["QLinearConv"]);
        AssertSimilar(Ort.Run(model), Ort.Run(converted));
    }

    [Fact]
    public void Convert_takes_the_range_of_an_input_from_the_prepared_model()
    {
        var model = TestGraphs.Residual();
        model.MetadataProps.Add(new StringStringEntryProto { Key = "latbench.input.x", Value = "uniform 0 255" });
        var scale = Convert(model).Graph.Initializer.Single(tensor => tensor.Name == "x/scale");
        Assert.Equal(1f, BitConverter.ToSingle(scale.RawData.Span));
    }

    /// <summary>PyTorch writes a padding of nothing before an average pool.</summary>
    [Fact]
    public void Convert_padding_of_nothing_leaves_the_pool_an_integer_kernel()
    {
        var model = TestGraphs.Depthwise();
        var place = model.Graph.Node.Index().Single(one => one.Item.OpType == "AveragePool").Index;
        model.Graph.Node.Insert(place, new NodeProto { Name = "pad", OpType = "Pad", Input = { model.Graph.Node[place].Input[0], "pads" }, Output = { "pad" } });
        model.Graph.Node[place + 1].Input[0] = "pad";
        model.Graph.Initializer.Add(Tensors.Embedded("pads", ElementType.Int64, [8], new byte[64]));
        AssertKernels(Ort.Optimized(Convert(model)), "QLinearAveragePool=1 QLinearConcat=1", "Pad AveragePool Concat");
    }

    [Fact]
    public void Convert_twice_gives_the_same_bytes_and_leaves_the_model_alone()
    {
        var model = TestGraphs.Depthwise();
        var before = model.ToByteArray();
        Assert.Equal(Convert(model).ToByteArray(), Convert(model).ToByteArray());
        Assert.Equal(before, model.ToByteArray());
    }

    [Fact]
    public void Convert_quantised_model_is_refused() => Refused(
        Convert(TestGraphs.Residual()), "The model is quantised already by node 'x/q' (QuantizeLinear): only a model in single precision is converted to int8.");

    [Fact]
    public void Convert_old_operator_set_is_refused()
    {
        var model = TestGraphs.Residual();
        model.OpsetImport[0].Version = 9;
        Refused(model, "The model is written in operator set 9: quantisation needs 10 or later; export it again with a later one.");
    }

    [Fact]
    public void Convert_model_without_layers_is_refused() => Refused(
        TestGraphs.Mixed(),
        "The model has no Conv, ConvTranspose, Gemm or MatMul with constant weights in single precision outside of If, Loop and Scan: there is nothing to convert to int8.");

    [Fact]
    public void Convert_weights_that_are_not_finite_are_refused()
    {
        var model = TestGraphs.Residual();
        var weights = model.Graph.Initializer.First(tensor => tensor.Name == "stem/w");
        var bytes = weights.RawData.ToByteArray();
        BitConverter.TryWriteBytes(bytes, float.NaN);
        weights.RawData = ByteString.CopyFrom(bytes);
        Refused(model, "The weights of node 'stem' (Conv) hold a value that is not finite: they cannot be quantised.");
    }

    private static void Refused(ModelProto model, string reason)
    {
        var refused = Converted.Embedded(model, Int8.Convert);
        Assert.Null(refused.Model);
        Assert.Equal(reason, refused.WhyNot);
    }

    private static ModelProto Convert(ModelProto model)
    {
        var converted = Converted.Embedded(model, Int8.Convert);
        Assert.Null(converted.WhyNot);
        return converted.Model!;
    }

    private static void AssertKernels(Dictionary<string, int> nodes, string kernels, string gone)
    {
        var seen = string.Join(' ', nodes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        foreach (var kernel in kernels.Split(' '))
            Assert.True((' ' + seen + ' ').Contains(' ' + kernel + ' ', StringComparison.Ordinal), $"{kernel} is not among {seen}");
        foreach (var kernel in gone.Split(' '))
            Assert.False(nodes.ContainsKey(kernel), $"{kernel} is among {seen}");
    }

    /// <summary>Finite, and in the direction of the results in single precision: the ranges are estimates, which suffer from gates.</summary>
    private static void AssertSimilar(float[][] expected, float[][] actual, double minCosine = MinCosine)
    {
        Assert.All(actual.SelectMany(values => values), value => Assert.True(float.IsFinite(value)));
        foreach (var (x, y) in expected.Zip(actual))
        {
            double Dot(float[] a, float[] b) => a.Zip(b, (left, right) => (double)left * right).Sum();
            var cosine = Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
            Assert.True(cosine > minCosine, $"{cosine:F3}");
        }
    }
}
