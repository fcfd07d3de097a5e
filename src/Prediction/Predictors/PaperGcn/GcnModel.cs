using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Serving;
using LatBench.Prediction.Training;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The trained network. Its output is the latency between the least and the greatest training label, 0 to 1.</summary>
internal sealed class GcnModel(GcnOptions options, IGraphEncoder encoder, float[][] parameters, double leastMs, double rangeMs) : ILogModel
{
    private const int ChunkSize = 256;

    public IArchitectureEncoder Encoder { get; } = new GraphFeatures(encoder);

    public (double[] LogMilliseconds, double[] Spread) Evaluate(IReadOnlyList<Architecture> architectures)
    {
        var graph = new GraphBuilder("forward");
        var tape = new Tape(graph);
        var adjacency = tape.Input("adjacency", GraphBuilder.Batch, encoder.Nodes, encoder.Nodes);
        var features = tape.Input("features", GraphBuilder.Batch, encoder.Nodes, encoder.Features);
        tape.Output(Network(tape, adjacency, features), "output");
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(graph.Build().ToByteArray(), settings);
        var logs = architectures.Chunk(ChunkSize).SelectMany(chunk => Run(session, chunk)).Select(Log).ToArray();
        return (logs, [.. Enumerable.Repeat(1.0, logs.Length)]);
    }

    public (Value LogMilliseconds, Value Spread) Write(GraphBuilder graph, Value features)
    {
        var links = encoder.Nodes * encoder.Nodes;
        var adjacency = Part("adjacency", 0, links, encoder.Nodes);
        var nodes = Part("node_features", links, Encoder.Width, encoder.Features);
        var output = Network(new Tape(graph), adjacency, nodes).Value;
        var flat = graph.Node("Reshape", "flat", [output, graph.Initializer(ModelTensors.Of("flat_shape", [-1L], 1))]);
        var precise = graph.Node("Cast", "precise", [flat], Attributes.Int("to", (long)ElementType.Float64));
        var milliseconds = graph.Add("milliseconds", graph.Mul("ranged", precise, Constant("range_ms", rangeMs)), Constant("least_ms", leastMs));
        var log = graph.Node("Log", "log_latency", [graph.Node("Max", "floored", [milliseconds, Constant("floor_ms", leastMs / 2)])]);
        return (log, Constant("spread", 1));

        Value Constant(string name, double value) => graph.Initializer(ModelTensors.Of(name, [value], 1));

        Tracked Part(string name, long first, long end, int width)
        {
            var slice = graph.Node("Slice", name + "_flat", [features, Whole("first", first), Whole("end", end), Whole("axis", 1)]);
            var shape = graph.Initializer(ModelTensors.Of(name + "_shape", [-1L, encoder.Nodes, width], 3));
            return Tape.Track(graph.Node("Reshape", name, [slice, shape]), GraphBuilder.Batch, encoder.Nodes, width);

            Value Whole(string what, long value) => graph.Initializer(ModelTensors.Of($"{name}_{what}", [value], 1));
        }
    }

    private float[] Run(InferenceSession session, Architecture[] architectures)
    {
        var input = GraphBatch.Of(encoder, architectures);
        using var first = OrtValue.CreateTensorValueFromMemory(input.Adjacency, [architectures.Length, encoder.Nodes, encoder.Nodes]);
        using var second = OrtValue.CreateTensorValueFromMemory(input.Features, [architectures.Length, encoder.Nodes, encoder.Features]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["adjacency", "features"], [first, second], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private double Log(float output) => Math.Log(Math.Max((output * rangeMs) + leastMs, leastMs / 2));

    private Tracked Network(Tape tape, Tracked adjacency, Tracked features)
    {
        var constants = GcnNetwork.Shapes(options, encoder).Select((shape, i) => tape.Constant([.. parameters[i].Select(value => (double)value)], shape)).ToArray();
        return GcnNetwork.Write(tape, adjacency, features, constants, []);
    }
}
