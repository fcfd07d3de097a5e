using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.SearchSpace;
using LatBench.SearchSpace.NasBench201;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>One training step of the paper's network under a head, for a batch of architectures, as an ONNX graph over arrays that are bound once. Owns its session.</summary>
internal sealed class BatchTraining : IDisposable
{
    private readonly GcnOptions _options;

    private readonly ITrainingHead _head;

    private readonly int _batch;

    private readonly float[][] _parameters;

    private readonly float[][] _gradients;

    private readonly float[][] _masks;

    private readonly float[] _adjacency;

    private readonly float[] _features;

    private readonly AdamW[] _optimisers;

    private readonly SplitMix64 _random;

    private readonly List<(string Name, OrtValue Value)> _inputs = [];

    private readonly List<(string Name, OrtValue Value)> _outputs = [];

    private readonly RunOptions _run = new();

    private readonly InferenceSession _session;

    public BatchTraining(GcnOptions options, ITrainingHead head, float[][] parameters, int batch, ulong seed, int threads)
    {
        (_options, _head, _batch, _parameters, _random) = (options, head, batch, parameters, new SplitMix64(seed));
        _adjacency = new float[batch * PaperGraph.Nodes * PaperGraph.Nodes];
        _features = new float[batch * PaperGraph.Nodes * PaperGraph.Features];
        _masks = [.. Enumerable.Range(0, options.Layers).Select(_ => new float[batch * PaperGraph.Nodes * options.Hidden])];
        _gradients = [.. parameters.Select(parameter => new float[parameter.Length])];
        _optimisers = [.. parameters.Select(parameter => new AdamW(parameter.Length, options.WeightDecay))];
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(Graph(), settings);
    }

    /// <summary>Learns from one batch; the parameters change in place.</summary>
    public void Step(ReadOnlySpan<Architecture> architectures, ReadOnlySpan<double> targets)
    {
        for (var i = 0; i < _batch; i++)
        {
            Copy(PaperGraph.Adjacency(architectures[i]), _adjacency, i);
            Copy(PaperGraph.OneHot(architectures[i]), _features, i);
        }

        _head.Load(targets);
        var kept = (float)(1 / (1 - _options.Dropout));
        foreach (var mask in _masks)
        {
            for (var i = 0; i < mask.Length; i++)
                mask[i] = (_random.Next() >> 11) * (1.0 / (1UL << 53)) < _options.Dropout ? 0 : kept;
        }

        _session.Run(_run, [.. _inputs.Select(input => input.Name)], [.. _inputs.Select(input => input.Value)], [.. _outputs.Select(output => output.Name)], [.. _outputs.Select(output => output.Value)]);
        for (var i = 0; i < _parameters.Length; i++)
            _optimisers[i].Step(_parameters[i], _gradients[i], _options.LearningRate);
    }

    public void Dispose()
    {
        foreach (var (_, value) in _inputs.Concat(_outputs))
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static void Copy(byte[] source, float[] target, int row)
    {
        for (var i = 0; i < source.Length; i++)
            target[(row * source.Length) + i] = source[i];
    }

    private byte[] Graph()
    {
        var graph = new GraphBuilder("step");
        var tape = new Tape(graph);
        var adjacency = Bind("adjacency", _adjacency, [_batch, PaperGraph.Nodes, PaperGraph.Nodes]);
        var features = Bind("features", _features, [_batch, PaperGraph.Nodes, PaperGraph.Features]);
        var masks = _masks.Select((mask, i) => Bind($"mask{i}", mask, [_batch, PaperGraph.Nodes, _options.Hidden])).ToArray();
        var parameters = CellNetwork.Shapes(_options, _head).Select((shape, i) => Bind($"parameter{i}", _parameters[i], shape)).ToArray();
        var layers = 4 * _options.Layers;
        var embeddings = tape.Reshape(GcnNetwork.Embed(tape, adjacency, features, parameters[..layers], masks, _options.Hidden), _batch, _options.Hidden);
        var loss = _head.Loss(tape, embeddings, parameters[layers..], Bind);
        var gradients = tape.Gradients(loss, parameters);
        for (var i = 0; i < gradients.Length; i++)
        {
            tape.Output(gradients[i], $"gradient{i}");
            _outputs.Add(($"gradient{i}", OrtValue.CreateTensorValueFromMemory(_gradients[i], gradients[i].Shape)));
        }

        return graph.Build().ToByteArray();

        Tracked Bind(string name, float[] memory, long[] shape)
        {
            _inputs.Add((name, OrtValue.CreateTensorValueFromMemory(memory, shape)));
            return tape.Input(name, shape);
        }
    }
}
