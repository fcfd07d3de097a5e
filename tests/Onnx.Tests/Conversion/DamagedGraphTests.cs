using Google.Protobuf;
using LatBench.Onnx.Conversion;
using LatBench.Onnx.Costs;
using LatBench.Onnx.Protos;
using LatBench.Onnx.Tests.Models;

namespace LatBench.Onnx.Tests.Conversion;

/// <summary>Graphs of users that ONNX Runtime would refuse: a conversion gives a model, a reason, or says that data does not fit its dimensions.</summary>
public sealed class DamagedGraphTests
{
    private const int Damages = 400;

    [Theory]
    [InlineData("residual")]
    [InlineData("depthwise")]
    [InlineData("transformer")]
    [InlineData("recurrent")]
    [InlineData("mixed")]
    public void Convert_damaged_graph_never_fails_otherwise(string name)
    {
        var random = new Random(21);
        var original = name == "mixed" ? TestGraphs.Mixed() : TestGraphs.Of(name);
        var shapes = original.Graph.Node.SelectMany(node => node.Output).ToDictionary(value => value, _ => new long[] { 2, 3 });
        for (var i = 0; i < Damages; i++)
        {
            var model = original.Clone();
            string[] damages = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Damage(model, random))];
            foreach (var conversion in new Converted.Conversion[] { HalfPrecision.Convert, Int8.Convert })
            {
                try
                {
                    using var data = new WeightsFileData();
                    using var writer = new WeightsFileWriter(Stream.Null);
                    var converted = conversion(model, data, writer);
                    Assert.True(converted.Model is null != converted.WhyNot is null);
                }
                catch (InvalidDataException)
                {
                    // Data that does not fit its dimensions is found when a file is read.
                }
                catch (Exception exception)
                {
                    Assert.Fail($"{string.Join("; ", damages)}: {exception}");
                }
            }

            NetworkCosts.Count(model, shapes);
        }
    }

    private static string Damage(ModelProto model, Random random)
    {
        var graph = model.Graph;
        var node = graph.Node[random.Next(graph.Node.Count)];
        var tensor = graph.Initializer[random.Next(graph.Initializer.Count)];
        var kind = random.Next(12);
        switch (kind)
        {
            case 0:
                node.Input.Clear();
                break;
            case 1 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 2 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = random.Next(2) == 0 ? "" : "nothing";
                break;
            case 3:
                node.Output.Clear();
                break;
            case 4:
                node.Attribute.Clear();
                break;
            case 5:
                graph.Initializer.Remove(tensor);
                break;
            case 6:
                tensor.Dims.Clear();
                break;
            case 7 when tensor.Dims.Count > 0:
                tensor.Dims[random.Next(tensor.Dims.Count)] = random.Next(-1, 3);
                break;
            case 8:
                tensor.Dims.Clear();
                tensor.Dims.Add(0);
                tensor.RawData = ByteString.Empty;
                break;
            case 9:
                tensor.DataType = random.Next(1, 17);
                break;
            case 10:
                node.OpType = graph.Node[random.Next(graph.Node.Count)].OpType;
                break;
            default:
                node.Input.Add(graph.Initializer[0].Name);
                break;
        }

        return $"{kind} of {node.Name} or {tensor.Name}";
    }
}
