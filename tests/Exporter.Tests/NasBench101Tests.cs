using System.Runtime.InteropServices;
using Google.Protobuf;
using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LatBench.Exporter.Tests;

/// <summary>Networks of NAS-Bench-101 run in every precision; no intermediate tensor holds a denormal number, an infinity or NaN.</summary>
public sealed class NasBench101Tests(WeightsFolder folder)
{
    private const float MaxActivation = 5_000;

    private static readonly ISearchSpace Space = SearchSpaceRegistry.BuiltIn["nas-bench-101"];

    private static readonly string Pools = string.Join(',', Enumerable.Repeat("maxpool3x3", 5));

    /// <summary>The smallest cell, one with many paths that add up their input, one that cuts and divides channels unevenly, one with a remainder, and a drawn one.</summary>
    private static readonly SearchSpaces.Architecture[] Cells =
    [
        Space.Parse("1|"), Space.Parse("110000.11000.1100.100.10.1|" + Pools), Space.Parse("10000.1011.011.01.1|conv1x1-bn-relu,conv1x1-bn-relu,conv3x3-bn-relu,maxpool3x3"),
        Space.Parse("11101.0001.001.01.1|conv1x1-bn-relu,conv1x1-bn-relu,conv3x3-bn-relu,maxpool3x3"), .. Space.Sample(1, seed: 8),
    ];

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    public void ExportShared_activations_are_normal_and_moderate(Precision precision)
    {
        var weights = SharedWeights.For(Space, Space.DefaultInput, precision).Save(folder.Path);
        foreach (var spec in Cells.Select(cell => new ModelSpec(Space, cell, new ModelConfiguration { Input = "cifar10", Precision = precision })))
            CheckActivations(spec);
        File.Delete(weights);
    }

    [Fact]
    public void ExportShared_literal_graph_has_the_order_of_the_text()
    {
        var text = Space.Parse("110.01.1|maxpool3x3,conv3x3-bn-relu");
        Assert.Equal("cell0/2/conv3x3/conv", Assert.Single(Convolutions(GraphVariant.Literal)));
        Assert.Equal("cell0/1/conv3x3/conv", Assert.Single(Convolutions(GraphVariant.Pruned)));

        IEnumerable<string> Convolutions(GraphVariant variant) => ModelProto.Parser
            .ParseFrom(ModelExporter.ExportShared(new ModelSpec(Space, text, new ModelConfiguration { Input = "cifar10", GraphVariant = variant })).Graph)
            .Graph.Node.Select(node => node.Name).Where(name => name.StartsWith("cell0/", StringComparison.Ordinal) && name.EndsWith("conv3x3/conv", StringComparison.Ordinal));
    }

    /// <summary>The convolution of the stem alone may be negative, or next to nothing where the image is.</summary>
    private static void CheckActivation(string name, OrtValue value, float limit)
    {
        if (value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float16)
            Check(name, MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>()), one => name == "stem/conv" ? Half.IsFinite(one) : Half.IsNormal(one) && one > (Half)0 && one < (Half)limit);
        else
            Check(name, value.GetTensorDataAsSpan<float>(), one => name == "stem/conv" ? float.IsFinite(one) : float.IsNormal(one) && one > 0 && one < limit);
    }

    private static void Check<T>(string name, ReadOnlySpan<T> values, Func<T, bool> isUsable)
    {
        foreach (var value in values)
        {
            if (!isUsable(value))
                Assert.Fail($"{name} holds {value}.");
        }
    }

    private void CheckActivations(ModelSpec spec)
    {
        var model = ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(spec).Graph);
        if (spec.Configuration.Precision != Precision.Int8)
        {
            model.Graph.Output.Clear();
            model.Graph.Output.Add(model.Graph.Node.Select(node => new ValueInfoProto { Name = node.Output[0] }));
        }

        using var session = Ort.Session(model.ToByteArray(), folder, GraphOptimizationLevel.ORT_DISABLE_ALL);
        foreach (var values in new[] { TestInputs.Constant(spec, -1), TestInputs.Random(spec, seed: 2) })
        {
            using var input = spec.Configuration.Precision == Precision.Fp16
                ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (Float16)value), [.. spec.InputShape])
                : OrtValue.CreateTensorValueFromMemory(values, [.. spec.InputShape]);
            using var options = new RunOptions();
            using var outputs = session.Run(options, [ModelExporter.InputName], [input], session.OutputNames);
            for (var i = 0; i < outputs.Count; i++)
                CheckActivation(session.OutputNames[i], outputs[i], spec.Configuration.Precision == Precision.Int8 ? float.MaxValue : MaxActivation);
        }
    }
}
