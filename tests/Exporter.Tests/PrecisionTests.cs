using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

/// <summary>fp16 and int8 networks against the same network, with the same weights, computed in single precision.</summary>
public sealed class PrecisionTests(WeightsFolder folder)
{
    private static readonly string[] Extremes = ["000100", "111111", "222222", "333333", "444444", "444111", "202002", "303003"];

    [Theory]
    [InlineData(GraphVariant.Pruned)]
    [InlineData(GraphVariant.Literal)]
    public void Run_fp16_agrees_with_fp32_within_half_a_percent(GraphVariant variant) =>
        Compare(Precision.Fp16, variant, InSinglePrecision, tolerance: 0.005);

    [Theory]
    [InlineData(GraphVariant.Pruned)]
    [InlineData(GraphVariant.Literal)]
    public void Run_int8_agrees_with_fp32_within_3_percent(GraphVariant variant) =>
        Compare(Precision.Int8, variant, WithoutQuantisedActivations, tolerance: 0.03);

    [Fact]
    public void Run_fp16_has_no_value_that_is_subnormal_or_infinite()
    {
        foreach (var architecture in Architectures())
        {
            var spec = Nas201.Spec(architecture, precision: Precision.Fp16);
            var model = Parse(ModelExporter.ExportEmbedded(spec));
            model.Graph.Output.Clear();
            model.Graph.Output.Add(model.Graph.Node.Select(node => new ValueInfoProto { Name = node.Output[0] }));
            using var session = Ort.Session(model.ToByteArray(), folder, GraphOptimizationLevel.ORT_DISABLE_ALL);
            foreach (var input in new[] { -1f, 0f, 1f }.Select(value => TestInputs.Constant(spec, value)).Append(TestInputs.Random(spec, seed: 2)))
            {
                using var tensor = HalfTensor(input, spec);
                using var options = new RunOptions();
                using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], session.OutputNames);
                for (var i = 0; i < outputs.Count; i++)
                {
                    if (session.OutputNames[i] == "stem/conv")
                        continue; // it multiplies the input as it is; ONNX Runtime folds it with what follows
                    var values = Halves(outputs[i]);
                    Assert.True(values.All(value => Half.IsNormal(value) && value > Half.Zero && value < (Half)7000), $"{spec}: {session.OutputNames[i]}: {values.Min()} to {values.Max()}.");
                }
            }
        }
    }

    [Theory]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    public void Export_embedded_computes_what_shared_computes(Precision precision)
    {
        var spec = Nas201.Spec(Cell.Parse("412344"), precision: precision, batch: 2);
        var input = TestInputs.Random(spec, seed: 8);
        Assert.Equal(Run(ModelExporter.ExportShared(spec).Graph, spec, input), Run(ModelExporter.ExportEmbedded(spec).Graph, spec, input));
    }

    [Theory]
    [InlineData(Precision.Fp16, GraphVariant.Pruned)]
    [InlineData(Precision.Int8, GraphVariant.Pruned)]
    [InlineData(Precision.Fp16, GraphVariant.Literal)]
    [InlineData(Precision.Int8, GraphVariant.Literal)]
    public void Run_batch_of_8_gives_each_image_its_own_logits(Precision precision, GraphVariant variant)
    {
        var one = Nas201.Spec(Cell.Parse("320412"), precision: precision, variant: variant);
        var eight = one.With(batch: 8);
        var images = Enumerable.Range(1, 8).Select(seed => TestInputs.Random(one, (ulong)seed)).ToArray();
        var logits = Run(ModelExporter.ExportEmbedded(eight).Graph, eight, [.. images.SelectMany(image => image)]);
        var expected = images.SelectMany(image => Run(ModelExporter.ExportEmbedded(one).Graph, one, image)).ToArray();
        Assert.Equal(800, logits.Length);
        Assert.All(logits.Zip(expected), pair => Assert.Equal(1, pair.First / pair.Second, 0.005));
    }

    /// <summary>Checks the kernels that ONNX Runtime makes of the QDQ form on the CPU: integer kernels, nothing in single precision but the head's normalisation.</summary>
    [Fact]
    public void Optimised_int8_graph_has_integer_kernels()
    {
        var path = Path.Combine(folder.Path, "optimised-int8.onnx");
        using (var options = new SessionOptions { OptimizedModelFilePath = path, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR })
        using (new InferenceSession(ModelExporter.ExportEmbedded(Nas201.Spec(Cell.Parse("324131"), precision: Precision.Int8)).Graph, options))
        {
        }

        var nodes = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.CountBy(node => node.OpType).ToDictionary();
        var convolutions = 1 + 15 * 3 + 2 * 3;
        Assert.Equal(convolutions, nodes["QLinearConv"]);
        Assert.Equal(15 * 3 + 2, nodes["QLinearAdd"]);
        Assert.Equal(15 + 2, nodes["QLinearAveragePool"]);
        Assert.Equal(1, nodes["QGemm"]);
        Assert.DoesNotContain("Conv", nodes.Keys);
        Assert.DoesNotContain("Add", nodes.Keys);
        Assert.DoesNotContain("Gemm", nodes.Keys);
    }

    private static IEnumerable<Cell> Architectures() =>
        Extremes.Select(Cell.Parse).Concat(Space.SampleCells(8, seed: 21).Select(cell => cell.Cell));

    private void Compare(Precision precision, GraphVariant variant, Func<ExportedModel, byte[]> reference, double tolerance)
    {
        foreach (var architecture in Architectures())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var spec = Nas201.Spec(architecture, precision: precision, variant: variant);
            var model = ModelExporter.ExportEmbedded(spec);
            var input = Array.ConvertAll(TestInputs.Random(spec, seed: 6), value => (float)(Half)value);
            var expected = Run(reference(model), spec.With(precision: Precision.Fp32), input);
            var actual = Run(model.Graph, spec, input);
            var worst = actual.Zip(expected, (a, b) => Math.Abs(a / b - 1)).Max();
            Assert.True(worst <= tolerance, $"{spec}: {worst:P2}");
        }
    }

    private float[] Run(byte[] graph, ModelSpec spec, float[] input)
    {
        using var session = Ort.Session(graph, folder, GraphOptimizationLevel.ORT_ENABLE_ALL);
        if (spec.Configuration.Precision != Precision.Fp16)
            return Ort.Run(session, input, spec.InputShape);
        using var tensor = HalfTensor(input, spec);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], [ModelExporter.OutputName]);
        return Array.ConvertAll(Halves(outputs[0]), value => (float)value);
    }

    internal static OrtValue HalfTensor(float[] input, ModelSpec spec) =>
        OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input, value => (Float16)value), [.. spec.InputShape]);

    internal static Half[] Halves(OrtValue value) => MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>()).ToArray();

    private static ModelProto Parse(ExportedModel model) => ModelProto.Parser.ParseFrom(model.Graph);

    internal static byte[] InSinglePrecision(ExportedModel half)
    {
        var model = Parse(half);
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.DataType == 10))
        {
            var values = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray();
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, value => (float)value)));
            tensor.DataType = 1;
        }

        foreach (var value in model.Graph.Input.Concat(model.Graph.Output))
            value.Type.TensorType.ElemType = 1;
        return model.ToByteArray();
    }

    /// <summary>Kernels and biases stay dequantised integers, activations are no longer rounded.</summary>
    internal static byte[] WithoutQuantisedActivations(ExportedModel quantised)
    {
        var model = Parse(quantised);
        var sources = model.Graph.Node.Where(node => node.OpType == "QuantizeLinear").ToDictionary(node => node.Output[0], node => node.Input[0]);
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "DequantizeLinear" && sources.ContainsKey(node.Input[0])))
        {
            node.OpType = "Identity";
            var source = sources[node.Input[0]];
            node.Input.Clear();
            node.Input.Add(source);
        }

        foreach (var node in model.Graph.Node.Where(node => node.OpType == "QuantizeLinear").ToList())
            model.Graph.Node.Remove(node);
        return model.ToByteArray();
    }
}
