using Google.Protobuf;
using LatBench.Models;
using LatBench.Onnx.Protos;
using LatBench.SearchSpaces;
using LatBench.SearchSpaces.NasBench201;
using LatBench.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

/// <summary>Every intermediate tensor is looked at, with no fusion: none may be denormal, infinite or NaN.</summary>
public sealed class ActivationTests(WeightsFolder folder)
{
    private static readonly string[] Extremes = ["000100", "111111", "222222", "333333", "444444", "444111", "202002", "303003", "404004"];

    [Fact]
    public void Pruned_activations_after_the_stem_are_positive_and_moderate()
    {
        var cells = Extremes.Select(Cell.Parse).Concat(Space.SampleCells(12, seed: 9).Select(cell => cell.Cell));
        foreach (var spec in cells.Select(architecture => Nas201.Spec(architecture)))
            ForEveryActivation(spec, (name, value) => name == "stem/conv" ? IsUsable(value) : value is > 1e-2f and < 1e18f);
    }

    [Fact]
    public void Literal_activations_are_zero_or_normal()
    {
        var architectures = Space.Sample(12, seed: 10, includeUnreachable: true).Append(default);
        foreach (var architecture in architectures)
            ForEveryActivation(Nas201.Spec(architecture, variant: GraphVariant.Literal), (_, value) => IsUsable(value));
    }

    private static bool IsUsable(float value) => value == 0 || float.IsNormal(value);

    private void ForEveryActivation(ModelSpec spec, Func<string, float, bool> isUsable)
    {
        var model = ModelProto.Parser.ParseFrom(ModelExporter.ExportShared(spec).Graph);
        model.Graph.Output.Clear();
        model.Graph.Output.Add(model.Graph.Node.Select(node => new ValueInfoProto { Name = node.Output[0] }));
        using var session = Ort.Session(model.ToByteArray(), folder, GraphOptimizationLevel.ORT_DISABLE_ALL);
        foreach (var input in Inputs(spec))
        {
            using var tensor = OrtValue.CreateTensorValueFromMemory(input, [.. spec.InputShape]);
            using var options = new RunOptions();
            using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], session.OutputNames);
            for (var i = 0; i < outputs.Count; i++)
            {
                foreach (var value in outputs[i].GetTensorDataAsSpan<float>())
                {
                    if (!isUsable(session.OutputNames[i], value))
                        Assert.Fail($"{spec}: {session.OutputNames[i]} holds {value}.");
                }
            }
        }
    }

    private static IEnumerable<float[]> Inputs(ModelSpec spec) =>
    [
        TestInputs.Constant(spec, -1), TestInputs.Constant(spec, 0), TestInputs.Constant(spec, 1),
        TestInputs.Constant(spec, 1e-30f), TestInputs.Random(spec, seed: 2),
    ];
}
