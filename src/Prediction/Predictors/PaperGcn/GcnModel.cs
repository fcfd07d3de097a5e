using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces.NasBench201;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The trained network. Its output is the latency between the least and the greatest training label, 0 to 1.</summary>
internal sealed class GcnModel(GcnOptions options, float[][] parameters, double leastMs, double rangeMs) : ILogModel
{
    private const int ChunkSize = 256;

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        var graph = new GraphBuilder("forward");
        var tape = new Tape(graph);
        var adjacency = tape.Input("adjacency", GraphBuilder.Batch, PaperGraph.Nodes, PaperGraph.Nodes);
        var features = tape.Input("features", GraphBuilder.Batch, PaperGraph.Nodes, PaperGraph.Features);
        tape.Output(Network(tape, adjacency, features), "output");
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(graph.Build().ToByteArray(), settings);
        var logs = architectures.Chunk(ChunkSize).SelectMany(chunk => Run(session, chunk)).Select(Log).ToArray();
        return (logs, [.. Enumerable.Repeat(1.0, logs.Length)]);
    }

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value index)
    {
        var adjacency = Rows("adjacency", PaperGraph.Adjacency, PaperGraph.Nodes);
        var features = Rows("features", PaperGraph.OneHot, PaperGraph.Features);
        var output = Network(new Tape(graph), adjacency, features).Value;
        var flat = graph.Node("Reshape", "flat", [output, graph.Initializer(ModelTensors.Of("flat_shape", [-1L], 1))]);
        var precise = graph.Node("Cast", "precise", [flat], Attributes.Int("to", (long)ElementType.Float64));
        var milliseconds = graph.Add("milliseconds", graph.Mul("ranged", precise, Constant("range_ms", rangeMs)), Constant("least_ms", leastMs));
        var log = graph.Node("Log", "log_latency", [graph.Node("Max", "floored", [milliseconds, Constant("floor_ms", leastMs / 2)])]);
        return (log, Constant("spread", 1));

        Value Constant(string name, double value) => graph.Initializer(ModelTensors.Of(name, [value], 1));

        Tracked Rows(string name, Func<Architecture, byte[]> encode, int width)
        {
            byte[] bytes = [.. Space.All.SelectMany(encode)];
            var table = graph.Initializer(Tensors.Embedded(name + "_table", ElementType.UInt8, [Space.Size, PaperGraph.Nodes, width], bytes));
            var rows = graph.Node("Gather", name + "_bytes", [table, index]);
            return Tape.Track(graph.Node("Cast", name, [rows], Attributes.Int("to", (long)ElementType.Float32)), GraphBuilder.Batch, PaperGraph.Nodes, width);
        }
    }

    private static float[] Run(InferenceSession session, Architecture[] architectures)
    {
        var (adjacency, features) = (PaperGraph.Floats(architectures, PaperGraph.Adjacency), PaperGraph.Floats(architectures, PaperGraph.OneHot));
        using var first = OrtValue.CreateTensorValueFromMemory(adjacency, [architectures.Length, PaperGraph.Nodes, PaperGraph.Nodes]);
        using var second = OrtValue.CreateTensorValueFromMemory(features, [architectures.Length, PaperGraph.Nodes, PaperGraph.Features]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["adjacency", "features"], [first, second], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private double Log(float output) => Math.Log(Math.Max((output * rangeMs) + leastMs, leastMs / 2));

    private Tracked Network(Tape tape, Tracked adjacency, Tracked features)
    {
        var constants = GcnNetwork.Shapes(options).Select((shape, i) => tape.Constant([.. parameters[i].Select(value => (double)value)], shape)).ToArray();
        return GcnNetwork.Write(tape, adjacency, features, constants, []);
    }
}
