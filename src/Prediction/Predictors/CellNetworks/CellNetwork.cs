using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;
using Architecture = LatBench.SearchSpaces.NasBench201.Architecture;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>The paper's graph network with a head of one's choice, trained on a few architectures. Its parameters: those of the layers, then the head's.</summary>
internal sealed class CellNetwork
{
    private const int ChunkSize = 512;

    private const int MaxBatch = 16;

    private readonly GcnOptions _options;

    private CellNetwork(GcnOptions options, float[][] parameters) => (_options, Parameters) = (options, parameters);

    /// <summary>All parameters.</summary>
    public float[][] Parameters { get; }

    /// <summary>Those of the head.</summary>
    public float[][] Head => Parameters[(4 * _options.Layers)..];

    /// <summary>The shapes of all parameters.</summary>
    public static long[][] Shapes(GcnOptions options, ITrainingHead head) => [.. GcnNetwork.Shapes(options)[..^2], .. head.Shapes];

    /// <summary>Trains a network.</summary>
    /// <param name="options">Its size, and how long to train.</param>
    /// <param name="head">Makes the head for a batch size.</param>
    /// <param name="architectures">The architectures to learn from, at least 2.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="seed">Start, order and dropout.</param>
    /// <param name="threads">Of the runtime.</param>
    /// <param name="start">A network whose layers to begin with, whatever its head; null for random ones.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static CellNetwork Train(
        GcnOptions options, Func<int, ITrainingHead> head, Architecture[] architectures, double[] targets, ulong seed, int threads, CellNetwork? start, CancellationToken cancellationToken)
    {
        var batch = Math.Min(MaxBatch, architectures.Length);
        var made = head(batch);
        var parameters = Start(options, Shapes(options, made), seed);
        for (var i = 0; start is not null && i < 4 * options.Layers; i++)
            parameters[i] = (float[])start.Parameters[i].Clone();
        using var training = new BatchTraining(options, made, parameters, batch, seed + 1, threads);
        var random = new SplitMix64(seed + 2);
        var order = Enumerable.Range(0, architectures.Length).ToArray();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = random.Next(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }

            for (var first = 0; first < order.Length; first += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var members = Enumerable.Range(first, batch).Select(place => order[place % order.Length]).ToArray(); // the last batch is filled from the front
                training.Step([.. members.Select(member => architectures[member])], [.. members.Select(member => targets[member])]);
            }
        }

        return new CellNetwork(options, parameters);
    }

    /// <summary>Returns the embeddings of architectures: one row of the hidden width each.</summary>
    public float[][] Embed(IReadOnlyList<Architecture> architectures, int threads)
    {
        var graph = new GraphBuilder("embed");
        var tape = new Tape(graph);
        var adjacency = tape.Input("adjacency", GraphBuilder.Batch, PaperGraph.Nodes, PaperGraph.Nodes);
        var features = tape.Input("features", GraphBuilder.Batch, PaperGraph.Nodes, PaperGraph.Features);
        var layers = GcnNetwork.Shapes(_options)[..^2].Select((shape, i) => tape.Constant([.. Parameters[i].Select(value => (double)value)], shape)).ToArray();
        tape.Output(GcnNetwork.Embed(tape, adjacency, features, layers, []), "embedding");
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(graph.Build().ToByteArray(), settings);
        return [.. architectures.Chunk(ChunkSize).SelectMany(chunk => Run(session, chunk))];
    }

    private static float[][] Start(GcnOptions options, long[][] shapes, ulong seed)
    {
        var random = new SplitMix64(seed);
        var bound = 1 / Math.Sqrt(options.Hidden);
        return [.. shapes.Select((shape, i) =>
        {
            var length = (int)shape.Aggregate(1L, (product, size) => product * size);
            var kind = i < 4 * options.Layers ? i % 4 : 0;
            return Enumerable.Range(0, length).Select(_ => kind switch
            {
                2 => 1f,
                3 => 0f,
                _ => (float)(bound * ((random.Next(2_000_001) / 1_000_000.0) - 1)),
            }).ToArray();
        })];
    }

    private float[][] Run(InferenceSession session, Architecture[] architectures)
    {
        float[] adjacency = [.. architectures.SelectMany(PaperGraph.Adjacency).Select(value => (float)value)];
        float[] features = [.. architectures.SelectMany(PaperGraph.OneHot).Select(value => (float)value)];
        using var first = OrtValue.CreateTensorValueFromMemory(adjacency, [architectures.Length, PaperGraph.Nodes, PaperGraph.Nodes]);
        using var second = OrtValue.CreateTensorValueFromMemory(features, [architectures.Length, PaperGraph.Nodes, PaperGraph.Features]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["adjacency", "features"], [first, second], ["embedding"]);
        return [.. outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(_options.Hidden)];
    }
}
