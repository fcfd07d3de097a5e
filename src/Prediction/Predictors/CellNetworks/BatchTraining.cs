using LatBench.Prediction.Encoding;
using LatBench.Prediction.Predictors.PaperGcn;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.CellNetworks;

/// <summary>One training step of the paper's network under a head, for a batch of architectures, as an ONNX graph over arrays that are bound once.</summary>
internal sealed class BatchTraining : IDisposable
{
    private readonly BoundGraph _graph = new();

    private readonly GcnOptions _options;

    private readonly ITrainingHead _head;

    private readonly int _batch;

    private readonly float[][] _parameters;

    private readonly float[][] _gradients;

    private readonly DropoutMask[] _masks;

    private readonly IGraphEncoder _encoder;

    private readonly GraphBatch _input;

    private readonly AdamW[] _optimisers;

    private readonly SplitMix64 _random;

    public BatchTraining(GcnOptions options, IGraphEncoder encoder, ITrainingHead head, float[][] parameters, int batch, ulong seed, int threads)
    {
        (_options, _encoder, _head, _batch, _parameters, _random) = (options, encoder, head, batch, parameters, new SplitMix64(seed));
        _input = new GraphBatch(encoder, batch);
        _masks = [.. Enumerable.Range(0, options.Layers).Select(layer => new DropoutMask(batch * GcnNetwork.Rows(options, encoder, layer) * options.Hidden, options.Dropout))];
        _gradients = [.. parameters.Select(parameter => new float[parameter.Length])];
        _optimisers = [.. parameters.Select(parameter => new AdamW(parameter.Length, options.WeightDecay))];
        LearningRate = options.LearningRate;
        Write();
        _graph.Build(threads);
    }

    /// <summary>The learning rate of the next steps; that of the options at first.</summary>
    public double LearningRate { get; set; }

    /// <summary>Learns from one batch; the parameters change in place.</summary>
    public void Step(ReadOnlySpan<Architecture> architectures, ReadOnlySpan<double> targets)
    {
        for (var i = 0; i < _batch; i++)
            _input.Load(i, architectures[i]);

        _head.Load(targets);
        foreach (var mask in _masks)
            mask.Draw(_random);
        _graph.Run();
        for (var i = 0; i < _parameters.Length; i++)
            _optimisers[i].Step(_parameters[i], _gradients[i], LearningRate);
    }

    public void Dispose() => _graph.Dispose();

    private void Write()
    {
        var tape = _graph.Tape;
        var adjacency = _graph.Input("adjacency", _input.Adjacency, _batch, _encoder.Nodes, _encoder.Nodes);
        var features = _graph.Input("features", _input.Features, _batch, _encoder.Nodes, _encoder.Features);
        var masks = _masks.Select((mask, i) => _graph.Input($"mask{i}", mask.Values, _batch, GcnNetwork.Rows(_options, _encoder, i), _options.Hidden)).ToArray();
        var parameters = CellNetwork.Shapes(_options, _encoder, _head).Select((shape, i) => _graph.Input($"parameter{i}", _parameters[i], shape)).ToArray();
        var layers = 4 * _options.Layers;
        var embeddings = tape.Reshape(GcnNetwork.Embed(tape, adjacency, features, parameters[..layers], masks), _batch, _options.Hidden);
        var loss = _head.Loss(tape, embeddings, parameters[layers..], _graph.Input);
        var gradients = tape.Gradients(loss, parameters);
        for (var i = 0; i < gradients.Length; i++)
            _graph.Output(gradients[i], $"gradient{i}", _gradients[i]);
    }
}
