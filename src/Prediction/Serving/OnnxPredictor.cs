using LatBench.Measurements;
using LatBench.Onnx;
using LatBench.Prediction.Encoding;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.Prediction.Serving;

/// <summary>An exported predictor, served through ONNX Runtime. Thread-safe; owns its session.</summary>
public sealed class OnnxPredictor : IDisposable
{
    private static readonly string[] OutputNames = [PredictorExport.LatencyName, PredictorExport.LowName, PredictorExport.HighName];

    /// <summary>Architectures that go through the network at once: what is between its layers stays in the cache.</summary>
    private const int ChunkSize = 512;

    private readonly InferenceSession _session;

    private readonly RunOptions _options = new();

    static OnnxPredictor() => RuntimeTelemetry.Disable();

    private readonly ISearchSpace _space;

    private readonly IArchitectureEncoder? _encoder;

    private readonly string[] _inputs;

    private OnnxPredictor(InferenceSession session, PredictorDescription description, ISearchSpace space, IArchitectureEncoder? encoder) =>
        (_session, Description, _space, _encoder, _inputs) = (session, description, space, encoder, [description.Input]);

    /// <summary>Gets the content of the JSON beside the network.</summary>
    public PredictorDescription Description { get; }

    /// <summary>Gets the space whose architectures it knows.</summary>
    public ISearchSpace Space => _space;

    /// <summary>Loads a predictor.</summary>
    /// <param name="files">As <see cref="Training.TrainedPredictor.Export"/> gave them.</param>
    /// <param name="spaces">The spaces, among which is the predictor's.</param>
    /// <param name="threads">Threads that one call may use.</param>
    /// <exception cref="PredictionException">The files are damaged, or of another version or space.</exception>
    public static OnnxPredictor Load(PredictorFiles files, SearchSpaceRegistry spaces, int threads = 1)
    {
        var description = PredictorDescription.Parse(files.Json);
        if (!spaces.TryGet(description.SearchSpace, out var space))
            throw new PredictionException($"The predictor cannot be used here. {spaces.Unknown(description.SearchSpace)}");
        var encoder = description.Encoder is { } name ? Encoders.Named(space, name) : null;
        if (encoder is null && space.Choices is null)
            throw new PredictionException($"The predictor takes architectures of {space.Name} as numbers of options, which they are not: export it again.");
        if (encoder is not null && description.Features != encoder.Width)
            throw new PredictionException($"The predictor reads {description.Features} features of {space.Name}, and this version computes {encoder.Width} of that name: train it again.");
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new OnnxPredictor(new InferenceSession(files.Onnx, options), description, space, encoder);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new PredictionException("The predictor's ONNX file cannot be loaded: download or train it again.", exception);
        }
    }

    /// <summary>Predicts one architecture.</summary>
    /// <exception cref="PredictionException">It is not measurable.</exception>
    public LatencyPrediction Predict(Architecture architecture) => Predict([architecture])[0];

    /// <summary>Predicts many, in their order. Architectures with the same network are computed once.</summary>
    /// <exception cref="PredictionException">One is not measurable.</exception>
    public IReadOnlyList<LatencyPrediction> Predict(IReadOnlyList<Architecture> architectures)
    {
        var places = new Dictionary<Architecture, int>(architectures.Count);
        var place = new int[architectures.Count];
        for (var i = 0; i < place.Length; i++)
        {
            if (_space.WhyNotMeasurable(architectures[i]) is { } reason)
                throw new PredictionException($"Architecture {_space.Code(architectures[i])} has no latency, leave it out. {reason}");
            var key = Description.SeesDeadEdges ? architectures[i] : _space.Canonicalize(architectures[i]);
            if (!places.TryGetValue(key, out place[i]))
                places.Add(key, place[i] = places.Count);
        }

        var cells = places.Keys.Chunk(ChunkSize).SelectMany(Run).ToArray();
        return [.. place.Select(index => cells[index])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private LatencyPrediction[] Run(Architecture[] cells)
    {
        using var input = _encoder is null
            ? OrtValue.CreateTensorValueFromMemory(Options(cells, _space.Choices!), [cells.Length, _space.Choices!.Places.Count])
            : OrtValue.CreateTensorValueFromMemory(_encoder.Rows(cells), [cells.Length, _encoder.Width]);
        using var outputs = _session.Run(_options, _inputs, [input], OutputNames);
        var latency = outputs[0].GetTensorDataAsSpan<double>();
        var low = outputs[1].GetTensorDataAsSpan<double>();
        var high = outputs[2].GetTensorDataAsSpan<double>();
        var predictions = new LatencyPrediction[cells.Length];
        for (var i = 0; i < predictions.Length; i++)
            predictions[i] = new(Latency.FromMilliseconds(latency[i]), Latency.FromMilliseconds(low[i]), Latency.FromMilliseconds(high[i]));
        return predictions;
    }

    private static long[] Options(Architecture[] architectures, IArchitectureChoices choices)
    {
        var (options, row) = (new long[architectures.Length * choices.Places.Count], new int[choices.Places.Count]);
        for (var i = 0; i < architectures.Length; i++)
        {
            choices.Read(architectures[i], row);
            for (var place = 0; place < row.Length; place++)
                options[(i * row.Length) + place] = row[place];
        }

        return options;
    }
}
