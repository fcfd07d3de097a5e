using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>The paper's graph network with a head of one's choice, trained on a few architectures. Its parameters: those of the layers, then the head's.</summary>
internal sealed class CellNetwork
{
    private const int ChunkSize = 512;

    private const int MaxBatch = 16;

    private readonly GcnOptions _options;

    private readonly IGraphEncoder _encoder;

    private CellNetwork(GcnOptions options, IGraphEncoder encoder, float[][] parameters) => (_options, _encoder, Parameters) = (options, encoder, parameters);

    /// <summary>All parameters.</summary>
    public float[][] Parameters { get; }

    /// <summary>Those of the head.</summary>
    public float[][] Head => Parameters[(4 * _options.Layers)..];

    /// <summary>The shapes of all parameters.</summary>
    public static long[][] Shapes(GcnOptions options, IGraphEncoder encoder, ITrainingHead head) => [.. GcnNetwork.Shapes(options, encoder)[..^2], .. head.Shapes];

    /// <summary>Trains a network.</summary>
    /// <param name="options">Its size, and how long to train.</param>
    /// <param name="space">The space of the architectures; one with a cell graph.</param>
    /// <param name="head">Makes the head for a batch size.</param>
    /// <param name="architectures">The architectures to learn from, at least 2.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="seed">Start, order and dropout.</param>
    /// <param name="threads">Of the runtime.</param>
    /// <param name="start">A network whose layers to begin with, whatever its head; null for random ones.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PredictionException">The space has no cell graph.</exception>
    public static CellNetwork Train(
        GcnOptions options, ISearchSpace space, Func<int, ITrainingHead> head, Architecture[] architectures, double[] targets, ulong seed, int threads, CellNetwork? start, CancellationToken cancellationToken)
    {
        var encoder = Encoders.Graph(space);
        var made = head(BatchOf(architectures));
        var parameters = Start(options, Shapes(options, encoder, made), seed);
        for (var i = 0; start is not null && i < 4 * options.Layers; i++)
            parameters[i] = (float[])start.Parameters[i].Clone();
        return Fit(options, encoder, made, parameters, architectures, targets, seed, threads, cancellationToken);
    }

    /// <summary>Trains a network further, its head as well; this one stays as it is.</summary>
    /// <param name="options">The number of epochs and the learning rate; the size is that of this network.</param>
    /// <param name="head">Makes the head for a batch size; of the kind that this one was trained with.</param>
    /// <param name="architectures">The architectures to learn from, at least 2.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="seed">Order and dropout.</param>
    /// <param name="threads">Of the runtime.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public CellNetwork Continue(
        GcnOptions options, Func<int, ITrainingHead> head, Architecture[] architectures, double[] targets, ulong seed, int threads, CancellationToken cancellationToken) =>
        Fit(options, _encoder, head(BatchOf(architectures)), [.. Parameters.Select(parameter => (float[])parameter.Clone())], architectures, targets, seed, threads, cancellationToken);

    /// <summary>Returns the embeddings of architectures: one row of the hidden width each.</summary>
    public float[][] Embed(IReadOnlyList<Architecture> architectures, int threads)
    {
        var graph = new GraphBuilder("embed");
        var tape = new Tape(graph);
        var adjacency = tape.Input("adjacency", GraphBuilder.Batch, _encoder.Nodes, _encoder.Nodes);
        var features = tape.Input("features", GraphBuilder.Batch, _encoder.Nodes, _encoder.Features);
        var layers = GcnNetwork.Shapes(_options, _encoder)[..^2].Select((shape, i) => tape.Constant([.. Parameters[i].Select(value => (double)value)], shape)).ToArray();
        tape.Output(GcnNetwork.Embed(tape, adjacency, features, layers, []), "embedding");
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(graph.Build().ToByteArray(), settings);
        return [.. architectures.Chunk(ChunkSize).SelectMany(chunk => Run(session, chunk))];
    }

    private static int BatchOf(Architecture[] architectures) => Math.Min(MaxBatch, architectures.Length);

    private static CellNetwork Fit(
        GcnOptions options, IGraphEncoder encoder, ITrainingHead head, float[][] parameters, Architecture[] architectures, double[] targets, ulong seed, int threads, CancellationToken cancellationToken)
    {
        var batch = BatchOf(architectures);
        using var training = new BatchTraining(options, encoder, head, parameters, batch, seed + 1, threads);
        var random = new SplitMix64(seed + 2);
        var order = Enumerable.Range(0, architectures.Length).ToArray();
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            training.LearningRate = options.LearningRateAt(epoch);
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

        return new CellNetwork(options, encoder, parameters);
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
        var input = GraphBatch.Of(_encoder, architectures);
        using var first = OrtValue.CreateTensorValueFromMemory(input.Adjacency, [architectures.Length, _encoder.Nodes, _encoder.Nodes]);
        using var second = OrtValue.CreateTensorValueFromMemory(input.Features, [architectures.Length, _encoder.Nodes, _encoder.Features]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["adjacency", "features"], [first, second], ["embedding"]);
        return [.. outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(_options.Hidden)];
    }
}
