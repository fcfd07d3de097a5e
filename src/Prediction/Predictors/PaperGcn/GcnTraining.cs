using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using LatBench.Prediction.Encoding;
using LatBench.SearchSpace;
using LatBench.SearchSpace.NasBench201;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>
/// One training step as an ONNX graph: loss and gradients of one architecture, run in place on arrays that are bound once. Owns its session and tensors.
/// </summary>
internal sealed class GcnTraining : IDisposable
{
    private readonly GcnOptions _options;

    private readonly InferenceSession _session;

    private readonly RunOptions _run = new();

    private readonly List<string> _inputNames = [];

    private readonly List<OrtValue> _inputs = [];

    private readonly List<string> _outputNames = ["loss"];

    private readonly List<OrtValue> _outputs = [];

    private readonly float[] _adjacency = new float[PaperGraph.Nodes * PaperGraph.Nodes];

    private readonly float[] _features = new float[PaperGraph.Nodes * PaperGraph.Features];

    private readonly float[] _target = new float[1];

    private readonly float[] _loss = new float[1];

    private readonly float[][] _masks;

    private readonly float[][] _gradients;

    private readonly AdamW[] _optimisers;

    private readonly SplitMix64 _random;

    public GcnTraining(GcnOptions options, float[][] parameters, ulong seed, int threads)
    {
        _options = options;
        Parameters = parameters;
        _random = new SplitMix64(seed);
        _gradients = [.. parameters.Select(parameter => new float[parameter.Length])];
        _optimisers = [.. parameters.Select(parameter => new AdamW(parameter.Length, options.WeightDecay))];
        _masks = [.. Enumerable.Range(0, options.Layers).Select(_ => new float[PaperGraph.Nodes * options.Hidden])];
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        _session = new InferenceSession(Graph(), settings);
    }

    /// <summary>The parameters, changed by every step.</summary>
    public float[][] Parameters { get; }

    /// <summary>Learns from one architecture.</summary>
    /// <returns>The absolute error before.</returns>
    public double Step(Architecture architecture, double target, double learningRate)
    {
        Load(PaperGraph.Adjacency(architecture), _adjacency);
        Load(PaperGraph.OneHot(architecture), _features);
        _target[0] = (float)target;
        foreach (var mask in _masks)
            Drop(mask);
        _session.Run(_run, _inputNames, _inputs, _outputNames, _outputs);
        for (var i = 0; i < Parameters.Length; i++)
            _optimisers[i].Step(Parameters[i], _gradients[i], learningRate);
        return _loss[0];
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static void Load(byte[] source, float[] target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = source[i];
    }

    private void Drop(float[] mask)
    {
        var kept = (float)(1 / (1 - _options.Dropout));
        for (var i = 0; i < mask.Length; i++)
            mask[i] = (_random.Next() >> 11) * (1.0 / (1UL << 53)) < _options.Dropout ? 0 : kept;
    }

    private byte[] Graph()
    {
        var graph = new GraphBuilder("step");
        var tape = new Tape(graph);
        var adjacency = Bind("adjacency", _adjacency, 1, PaperGraph.Nodes, PaperGraph.Nodes);
        var features = Bind("features", _features, 1, PaperGraph.Nodes, PaperGraph.Features);
        var target = Bind("target", _target, 1, 1, 1);
        var masks = _masks.Select((mask, i) => Bind($"mask{i}", mask, 1, PaperGraph.Nodes, _options.Hidden)).ToArray();
        var parameters = GcnNetwork.Shapes(_options).Select((shape, i) => Bind($"parameter{i}", Parameters[i], shape)).ToArray();
        var loss = tape.Abs(tape.Sub(GcnNetwork.Write(tape, adjacency, features, parameters, masks, _options.Hidden), target));
        var gradients = tape.Gradients(loss, parameters);
        tape.Output(loss, "loss");
        _outputs.Add(OrtValue.CreateTensorValueFromMemory(_loss, [1, 1, 1]));
        for (var i = 0; i < gradients.Length; i++)
        {
            tape.Output(gradients[i], $"gradient{i}");
            _outputNames.Add($"gradient{i}");
            _outputs.Add(OrtValue.CreateTensorValueFromMemory(_gradients[i], gradients[i].Shape));
        }

        return graph.Build().ToByteArray();

        Tracked Bind(string name, float[] memory, params long[] shape)
        {
            _inputNames.Add(name);
            _inputs.Add(OrtValue.CreateTensorValueFromMemory(memory, shape));
            return tape.Input(name, shape);
        }
    }
}
