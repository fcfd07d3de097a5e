using LatBench.Prediction.Encoding;
using LatBench.Prediction.Labels;
using LatBench.SearchSpaces;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>The mean absolute error on labels that are not learnt from, of parameters as they are at the time.</summary>
internal sealed class GcnValidation : IDisposable
{
    private readonly BoundGraph _graph = new();

    private readonly float[] _output;

    private readonly double[] _targets;

    /// <param name="options">The network.</param>
    /// <param name="encoder">The graphs of architectures.</param>
    /// <param name="parameters">Arrays that training changes.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="target">The value that the network should return for each label.</param>
    /// <param name="threads">Threads to compute with.</param>
    public GcnValidation(GcnOptions options, IGraphEncoder encoder, float[][] parameters, IReadOnlyList<LabelledArchitecture> labels, Func<LabelledArchitecture, double> target, int threads)
    {
        var input = GraphBatch.Of(encoder, [.. labels.Select(label => label.Architecture)]);
        _output = new float[labels.Count];
        _targets = [.. labels.Select(target)];
        var adjacency = _graph.Input("adjacency", input.Adjacency, labels.Count, encoder.Nodes, encoder.Nodes);
        var features = _graph.Input("features", input.Features, labels.Count, encoder.Nodes, encoder.Features);
        var bound = GcnNetwork.Shapes(options, encoder).Select((shape, i) => _graph.Input($"parameter{i}", parameters[i], shape)).ToArray();
        _graph.Output(GcnNetwork.Write(_graph.Tape, adjacency, features, bound, []), "output", _output);
        _graph.Build(threads);
    }

    /// <summary>The loss now.</summary>
    public double Loss()
    {
        _graph.Run();
        return _output.Zip(_targets, (output, target) => Math.Abs(output - target)).Average();
    }

    public void Dispose() => _graph.Dispose();
}
