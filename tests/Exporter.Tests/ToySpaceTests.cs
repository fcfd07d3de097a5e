using System.Runtime.InteropServices;
using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using LatBench.TestKit.ToySpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

/// <summary>The exporter writes a space that it has never seen, in every precision, with grouped and dilated convolutions and inputs that are not square.</summary>
public sealed class ToySpaceTests
{
    private static readonly ISearchSpace Toy = new ToySpace();

    public static TheoryData<string, string, Precision> Models => new(
        from text in new[] { "conv>skip>pool", "depthwise>conv>depthwise", "skip>skip>skip", "pool>pool>pool" }
        from input in new[] { "small", "wide" }
        from precision in Enum.GetValues<Precision>()
        select (text, input, precision));

    [Theory]
    [MemberData(nameof(Models))]
    public void ExportEmbedded_runs_and_gives_finite_logits(string text, string input, Precision precision)
    {
        var spec = new ModelSpec(Toy, Toy.Parse(text), new ModelConfiguration { Input = input, Batch = 2, Precision = precision });
        var logits = Run(ModelExporter.ExportEmbedded(spec), precision);
        Assert.Equal(20, logits.Length);
        Assert.All(logits, value => Assert.True(float.IsNormal(value), $"{value}"));
    }

    [Fact]
    public void ExportEmbedded_literal_none_is_a_multiplication_by_zero()
    {
        var spec = new ModelSpec(Toy, Toy.Parse("conv>none>pool"), new ModelConfiguration { Input = "small", GraphVariant = GraphVariant.Literal });
        var graph = ModelProto.Parser.ParseFrom(ModelExporter.ExportEmbedded(spec).Graph).Graph;
        Assert.Equal("slot1/zero", Assert.Single(graph.Node, node => node.OpType == "Mul").Name);
    }

    [Fact]
    public void ExportShared_weights_file_has_the_name_of_the_space()
    {
        var model = ModelExporter.ExportShared(new ModelSpec(Toy, Toy.Parse("conv>conv>conv")));
        Assert.StartsWith("toy-fp32-", model.Weights!.FileName, StringComparison.Ordinal);
        Assert.Equal("toy/conv-conv-conv/small/b1/fp32/pruned", ModelProto.Parser.ParseFrom(model.Graph).Graph.Name);
    }

    private static float[] Run(ExportedModel model, Precision precision)
    {
        using var session = new InferenceSession(model.Graph);
        using var options = new RunOptions();
        long[] shape = [.. model.Spec.InputShape];
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = i % 21 / 10f - 1;
        using var input = precision == Precision.Fp16
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), shape)
            : OrtValue.CreateTensorValueFromMemory(values, shape);
        using var outputs = session.Run(options, [ModelExporter.InputName], [input], [ModelExporter.OutputName]);
        return precision == Precision.Fp16
            ? [.. MemoryMarshal.Cast<Float16, Half>(outputs[0].GetTensorDataAsSpan<Float16>()).ToArray().Select(value => (float)value)]
            : outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
