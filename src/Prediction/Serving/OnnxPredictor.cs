using LatBench.Measurements;
using LatBench.SearchSpaces.NasBench201;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Serving;

/// <summary>An exported predictor, served through ONNX Runtime. Thread-safe; owns its session.</summary>
public sealed class OnnxPredictor : IDisposable
{
    private static readonly string[] InputNames = [PredictorExport.InputName];

    private static readonly string[] OutputNames = [PredictorExport.LatencyName, PredictorExport.LowName, PredictorExport.HighName];

    /// <summary>Architectures that go through the network at once: what is between its layers stays in the cache.</summary>
    private const int ChunkSize = 512;

    private readonly InferenceSession _session;

    private readonly RunOptions _options = new();

    static OnnxPredictor() => RuntimeTelemetry.Disable();

    private OnnxPredictor(InferenceSession session, PredictorDescription description) => (_session, Description) = (session, description);

    /// <summary>Gets the content of the JSON beside the network.</summary>
    public PredictorDescription Description { get; }

    /// <summary>Loads a predictor.</summary>
    /// <param name="files">As <see cref="Training.TrainedPredictor.Export"/> gave them.</param>
    /// <param name="threads">Threads that one call may use.</param>
    /// <exception cref="PredictionException">The files are damaged, or of another version or space.</exception>
    public static OnnxPredictor Load(PredictorFiles files, int threads = 1)
    {
        var description = PredictorDescription.Parse(files.Json);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new OnnxPredictor(new InferenceSession(files.Onnx, options), description);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new PredictionException("The predictor's ONNX file cannot be loaded: download or train it again.", exception);
        }
    }

    /// <summary>Predicts one architecture.</summary>
    /// <exception cref="PredictionException">It has no path from input to output.</exception>
    public LatencyPrediction Predict(Architecture architecture) => Predict([architecture])[0];

    /// <summary>Predicts many, in their order. Architectures with the same effective cell are computed once.</summary>
    /// <exception cref="PredictionException">One has no path from input to output.</exception>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        var places = new Dictionary<Architecture, int>(architectures.Count);
        var place = new int[architectures.Count];
        for (var i = 0; i < place.Length; i++)
        {
            var cell = architectures[i].EffectiveCell;
            if (!cell.IsReachable)
                throw new PredictionException($"Architecture {architectures[i].Code} has no path from input to output and so no latency: leave it out.");
            var key = Description.SeesDeadEdges ? architectures[i] : cell.Architecture;
            if (!places.TryGetValue(key, out place[i]))
                places.Add(key, place[i] = places.Count);
        }

        var cells = places.Keys.Chunk(ChunkSize).SelectMany(Run).ToArray();
        return [.. place.Select(index => cells[index])];
    }

    /// <summary>Predicts the whole space: <see cref="Space.Measurable"/>, in its order.</summary>
    public IReadOnlyList<LatencyPrediction> PredictSpace() => Predict(Space.Measurable);

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private LatencyPrediction[] Run(Architecture[] cells)
    {
        var digits = new long[cells.Length * Edge.Count];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = (long)cells[i / Edge.Count][i % Edge.Count];
        using var input = OrtValue.CreateTensorValueFromMemory(digits, [cells.Length, Edge.Count]);
        using var outputs = _session.Run(_options, InputNames, [input], OutputNames);
        var latency = outputs[0].GetTensorDataAsSpan<double>();
        var low = outputs[1].GetTensorDataAsSpan<double>();
        var high = outputs[2].GetTensorDataAsSpan<double>();
        var predictions = new LatencyPrediction[cells.Length];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = new(Latency.FromMilliseconds(latency[i]), Latency.FromMilliseconds(low[i]), Latency.FromMilliseconds(high[i]));
        return predictions;
    }
}
