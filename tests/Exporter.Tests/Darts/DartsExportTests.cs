using Google.Protobuf;
using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests.Darts;

/// <summary>Networks of DARTS in every precision, run by ONNX Runtime.</summary>
public sealed class DartsExportTests(WeightsFolder folder)
{
    private const string DartsV2 = "sep3.0+sep3.1|sep3.0+sep3.1|sep3.1+skip.0|skip.0+dil3.2/max.0+max.1|skip.2+max.1|max.0+skip.2|skip.2+max.1";

    private const string AmoebaNet =
        "avg.0+max.1|sep3.0+sep5.2|sep3.0+avg.3|sep3.1+skip.1|skip.0+avg.1>456/avg.0+sep3.1|max.0+sep7.2|sep7.0+avg.1|max.0+max.1|conv7.0+sep3.5>346";

    private const string Mixed = "dil5.0+avg.1|dil3.1+sep5.2|skip.2+sep5.0|max.0+dil5.4>35/skip.0+skip.1|dil3.0+dil5.2|sep5.1+avg.2|skip.1+sep3.4";

    private const string Skips = "skip.1+skip.1|skip.2+skip.2|skip.3+skip.3|skip.4+skip.4|skip.5+skip.5>6/skip.0+skip.1|skip.2+skip.2|skip.3+skip.3|skip.4+skip.4>5";

    private const string LargeKernels = "sep7.1+sep7.1|sep7.2+sep7.2|sep7.3+sep7.3|sep7.4+sep7.4|sep7.5+conv7.5>6/sep7.0+sep7.1|sep7.2+sep7.2|sep7.3+sep7.3|conv7.4+sep7.4>5";

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["darts"];

    public static TheoryData<string, Precision, GraphVariant> Models => new(
        from text in new[] { DartsV2, AmoebaNet, Mixed }
        from precision in Enum.GetValues<Precision>()
        from variant in Enum.GetValues<GraphVariant>()
        where variant == GraphVariant.Pruned || text == Mixed
        select (text, precision, variant));

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_gives_finite_normal_logits(string text, Precision precision, GraphVariant variant)
    {
        var spec = Spec(text, precision: precision, variant: variant);
        var logits = Run(ModelExporter.ExportEmbedded(spec).Graph, spec, TestInputs.Random(spec, seed: 1));
        Assert.Equal(10, logits.Length);
        Assert.All(logits, logit => Assert.True(float.IsNormal(logit), $"{spec}: {logit}"));
    }

    [Theory]
    [InlineData("cifar10", 10)]
    [InlineData("imagenet", 1000)]
    public void Run_larger_networks_give_finite_normal_logits(string input, int classes)
    {
        var spec = Spec(DartsV2, input);
        var model = ModelExporter.ExportShared(spec);
        model.Weights!.Save(folder.Path);
        var logits = Ort.Run(model, folder, TestInputs.Random(spec, seed: 1));
        Assert.Equal(classes, logits.Length);
        Assert.All(logits, logit => Assert.True(float.IsNormal(logit), $"{spec}: {logit}"));
    }

    /// <summary>The second and third genotype multiply what they read as often as any does.</summary>
    [Theory]
    [InlineData(Mixed, "nas-bench-301")]
    [InlineData(Skips, "cifar10")]
    [InlineData(LargeKernels, "nas-bench-301")]
    public void Run_fp16_has_no_value_that_is_subnormal_or_infinite(string text, string input)
    {
        var spec = Spec(text, input, Precision.Fp16);
        var model = ModelProto.Parser.ParseFrom(ModelExporter.ExportEmbedded(spec).Graph);
        var images = model.Graph.Node.Where(node => node.OpType is not "Constant").Select(node => node.Output[0]).ToArray();
        model.Graph.Output.Clear();
        model.Graph.Output.Add(images.Select(name => new ValueInfoProto { Name = name }));
        using var session = Ort.Session(model.ToByteArray(), folder, GraphOptimizationLevel.ORT_DISABLE_ALL);
        foreach (var image in new[] { TestInputs.Constant(spec, -1), TestInputs.Random(spec, seed: 2) })
        {
            using var tensor = PrecisionTests.HalfTensor(image, spec);
            using var options = new RunOptions();
            using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], session.OutputNames);
            for (var i = 0; i < outputs.Count; i++)
            {
                if (session.OutputNames[i] == "stem/conv")
                    continue; // it multiplies the input as it is; ONNX Runtime folds it with what follows
                var values = PrecisionTests.Halves(outputs[i]);
                Assert.True(
                    values.All(value => Half.IsNormal(value) && value > Half.Zero && value < (Half)7000),
                    $"{spec}: {session.OutputNames[i]}: {values.Min()} to {values.Max()}.");
            }
        }
    }

    [Theory]
    [InlineData(DartsV2)]
    [InlineData(AmoebaNet)]
    [InlineData(Mixed)]
    public void Run_fp16_agrees_with_fp32_within_half_a_percent(string text) => Compare(text, Precision.Fp16, PrecisionTests.InSinglePrecision, tolerance: 0.005);

    [Theory]
    [InlineData(DartsV2)]
    [InlineData(AmoebaNet)]
    [InlineData(Mixed)]
    public void Run_int8_agrees_with_fp32_within_5_percent(string text) => Compare(text, Precision.Int8, PrecisionTests.WithoutQuantisedActivations, tolerance: 0.05);

    /// <summary>Checks that no convolution of a quantised network is left in single precision.</summary>
    [Fact]
    public void Optimised_int8_graph_has_integer_kernels()
    {
        var (spec, path) = (Spec(AmoebaNet, precision: Precision.Int8), Path.Combine(folder.Path, "optimised-darts.onnx"));
        using (var options = new SessionOptions { OptimizedModelFilePath = path, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR })
        using (new InferenceSession(ModelExporter.ExportEmbedded(spec).Graph, options))
        {
        }

        var nodes = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).Graph.Node.CountBy(node => node.OpType).ToDictionary();
        Assert.Equal(spec.BuildGraph().Operators.Count(op => op is ConvolutionOperator), nodes["QLinearConv"]);
        Assert.DoesNotContain("Conv", nodes.Keys);
        Assert.DoesNotContain("Add", nodes.Keys);
    }

    [Fact]
    public void Run_different_genotypes_give_different_logits()
    {
        var first = Space.Sample(6, seed: 202).Select(one => new ModelSpec(Space, one))
            .Select(spec => Run(ModelExporter.ExportEmbedded(spec).Graph, spec, TestInputs.Random(spec, seed: 1))[0]).Order().ToArray();
        Assert.All(first.Zip(first.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void ExportShared_two_texts_of_one_network_are_one_model()
    {
        var given = ModelExporter.ExportShared(new ModelSpec(Space, Space.Parse(DartsV2)));
        var sorted = ModelExporter.ExportShared(new ModelSpec(Space, Space.Canonicalize(Space.Parse(DartsV2))));
        Assert.Equal(sorted.Sha256, given.Sha256);
        Assert.StartsWith("darts-fp32-", given.Weights!.FileName, StringComparison.Ordinal);
    }

    private static ModelSpec Spec(string text, string input = "nas-bench-301", Precision precision = Precision.Fp32, GraphVariant variant = GraphVariant.Pruned) =>
        new(Space, Space.Parse(text), new ModelConfiguration { Input = input, Precision = precision, GraphVariant = variant });

    private void Compare(string text, Precision precision, Func<ExportedModel, byte[]> reference, double tolerance)
    {
        var spec = Spec(text, precision: precision);
        var model = ModelExporter.ExportEmbedded(spec);
        var input = Array.ConvertAll(TestInputs.Random(spec, seed: 6), value => (float)(Half)value);
        var worst = Run(model.Graph, spec, input).Zip(Run(reference(model), Spec(text), input), (a, b) => Math.Abs((a / b) - 1)).Max();
        Assert.True(worst <= tolerance, $"{spec}: {worst:P2}");
    }

    private float[] Run(byte[] graph, ModelSpec spec, float[] input)
    {
        using var session = Ort.Session(graph, folder, GraphOptimizationLevel.ORT_ENABLE_ALL);
        if (spec.Configuration.Precision != Precision.Fp16)
            return Ort.Run(session, input, spec.InputShape);
        using var tensor = PrecisionTests.HalfTensor(input, spec);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], [ModelExporter.OutputName]);
        return Array.ConvertAll(PrecisionTests.Halves(outputs[0]), value => (float)value);
    }
}
