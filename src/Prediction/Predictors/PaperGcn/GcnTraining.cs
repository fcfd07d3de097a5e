using LatBench.Prediction.Encoding;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>One training step as an ONNX graph: loss and gradients of one architecture; then the optimiser moves the parameters in place.</summary>
internal sealed class GcnTraining : IDisposable
{
    private readonly BoundGraph _graph = new();

    private readonly IGraphEncoder _encoder;

    private readonly GraphBatch _input;

    private readonly float[] _target = new float[1];

    private readonly float[] _loss = new float[1];

    private readonly DropoutMask[] _masks;

    private readonly float[][] _gradients;

    private readonly AdamW[] _optimisers;

    private readonly SplitMix64 _random;

    public GcnTraining(GcnOptions options, IGraphEncoder encoder, float[][] parameters, ulong seed, int threads)
    {
        (Parameters, _encoder, _input) = (parameters, encoder, new GraphBatch(encoder, 1));
        _random = new SplitMix64(seed);
        _gradients = [.. parameters.Select(parameter => new float[parameter.Length])];
        _optimisers = [.. parameters.Select(parameter => new AdamW(parameter.Length, options.WeightDecay))];
        _masks = [.. Enumerable.Range(0, options.Layers).Select(layer => new DropoutMask(GcnNetwork.Rows(options, encoder, layer) * options.Hidden, options.Dropout))];
        Write(options);
        _graph.Build(threads);
    }

    /// <summary>The parameters, changed by every step.</summary>
    public float[][] Parameters { get; }

    /// <summary>Learns from one architecture.</summary>
    /// <returns>The absolute error before.</returns>
    public double Step(Architecture architecture, double target, double learningRate)
    {
        _input.Load(0, architecture);
        _target[0] = (float)target;
        foreach (var mask in _masks)
            mask.Draw(_random);
        _graph.Run();
        for (var i = 0; i < Parameters.Length; i++)
            _optimisers[i].Step(Parameters[i], _gradients[i], learningRate);
        return _loss[0];
    }

    public void Dispose() => _graph.Dispose();

    private void Write(GcnOptions options)
    {
        var tape = _graph.Tape;
        var adjacency = _graph.Input("adjacency", _input.Adjacency, 1, _encoder.Nodes, _encoder.Nodes);
        var features = _graph.Input("features", _input.Features, 1, _encoder.Nodes, _encoder.Features);
        var target = _graph.Input("target", _target, 1, 1, 1);
        var masks = _masks.Select((mask, i) => _graph.Input($"mask{i}", mask.Values, 1, GcnNetwork.Rows(options, _encoder, i), options.Hidden)).ToArray();
        var parameters = GcnNetwork.Shapes(options, _encoder).Select((shape, i) => _graph.Input($"parameter{i}", Parameters[i], shape)).ToArray();
        var loss = tape.Abs(tape.Sub(GcnNetwork.Write(tape, adjacency, features, parameters, masks), target));
        var gradients = tape.Gradients(loss, parameters);
        _graph.Output(loss, "loss", _loss);
        for (var i = 0; i < gradients.Length; i++)
            _graph.Output(gradients[i], $"gradient{i}", _gradients[i]);
    }
}
