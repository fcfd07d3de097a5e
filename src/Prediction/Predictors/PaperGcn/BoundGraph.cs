using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Prediction.Differentiation;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Predictors.PaperGcn;

/// <summary>A graph whose inputs and outputs are arrays that are bound once: it reads and writes them where they are. Owns its session and tensors.</summary>
internal sealed class BoundGraph : IDisposable
{
    private readonly GraphBuilder _graph = new("step");

    private readonly RunOptions _run = new();

    private readonly List<string> _inputNames = [];

    private readonly List<OrtValue> _inputs = [];

    private readonly List<string> _outputNames = [];

    private readonly List<OrtValue> _outputs = [];

    private InferenceSession? _session;

    public BoundGraph() => Tape = new Tape(_graph);

    /// <summary>Gets the tape that the graph is written to.</summary>
    public Tape Tape { get; }

    /// <summary>Declares an input that is read from an array.</summary>
    public Tracked Input(string name, float[] memory, params long[] shape)
    {
        _inputNames.Add(name);
        _inputs.Add(OrtValue.CreateTensorValueFromMemory(memory, shape));
        return Tape.Input(name, shape);
    }

    /// <summary>Declares an output that is written to an array.</summary>
    public void Output(Tracked tracked, string name, float[] memory)
    {
        Tape.Output(tracked, name);
        _outputNames.Add(name);
        _outputs.Add(OrtValue.CreateTensorValueFromMemory(memory, tracked.Shape));
    }

    /// <summary>Makes it ready, once all is written.</summary>
    public void Build(int threads)
    {
        using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        _session = new InferenceSession(_graph.Build().ToByteArray(), settings);
    }

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Run() => (_session ?? throw new InvalidOperationException("The graph is built before it runs.")).Run(_run, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
        _run.Dispose();
        _session?.Dispose();
    }
}
