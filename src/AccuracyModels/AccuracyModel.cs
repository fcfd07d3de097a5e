using LatBench.Onnx;
using LatBench.SearchSpaces;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.AccuracyModels;

/// <summary>
/// A model of accuracies in an ONNX file, such as a published surrogate of a benchmark: it answers a search in place of training. Thread-safe; owns its session.
/// </summary>
public sealed class AccuracyModel : IDisposable
{
    /// <summary>The number of architectures that tell fractions from percentages.</summary>
    private const int SampleSize = 32;

    private const ulong SampleSeed = 1;

    private const double Percentages = 100;

    private readonly InferenceSession _session;

    private readonly RunOptions _options = new();

    private readonly ISearchSpace _space;

    private readonly ModelSignature _signature;

    private readonly string _name;

    private double _factor = 1;

    static AccuracyModel() => RuntimeTelemetry.Disable();

    private AccuracyModel(InferenceSession session, ISearchSpace space, ModelSignature signature, string name) =>
        (_session, _space, _signature, _name) = (session, space, signature, name);

    /// <summary>Opens a file and evaluates a sample of the space: where no accuracy of it is above 1, all are fractions.</summary>
    /// <param name="space">The space of the architectures.</param>
    /// <param name="path">The ONNX file: features or categories of architectures in, accuracies out; see <c>docs/how-to/accuracy-models.md</c>.</param>
    /// <exception cref="AccuracyModelException">It cannot be read, or has another signature, or gives numbers that are no accuracies.</exception>
    public static AccuracyModel Open(ISearchSpace space, string path)
    {
        var name = Path.GetFileName(path);
        var session = Load(path, name);
        try
        {
            var model = new AccuracyModel(session, space, ModelSignature.Read(session, space, name), name);
            model.FindScale();
            return model;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Gets the accuracy of an architecture in percent.</summary>
    /// <param name="architecture">A measurable architecture of the space.</param>
    /// <exception cref="AccuracyModelException">The model gives no accuracy for it.</exception>
    public double Percent(Architecture architecture)
    {
        var raw = Raw(architecture);
        return _factor * raw is >= 0 and <= Percentages and var percent ? percent : throw NoAccuracy(architecture, raw);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private static InferenceSession Load(string path, string name)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            using (File.OpenRead(path))
                return new InferenceSession(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AccuracyModelException($"{name} cannot be read: {exception.Message}", exception);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new AccuracyModelException($"{name} is no ONNX file that ONNX Runtime can run: export the model again.", exception);
        }
    }

    private void FindScale()
    {
        var sample = _space.Sample(SampleSize, SampleSeed);
        var accuracies = sample.Select(Raw).ToArray();
        for (var i = 0; i < accuracies.Length; i++)
        {
            if (accuracies[i] is not (>= 0 and <= Percentages))
                throw NoAccuracy(sample[i], accuracies[i]);
        }

        _factor = accuracies.Max() <= 1 ? Percentages : 1;
    }

    private AccuracyModelException NoAccuracy(Architecture architecture, double value) => new(FormattableString.Invariant(
        $"{_name} gives {value} for the architecture {_space.Code(architecture)} of {_space.Name}: accuracies from 0 to 100 percent, or from 0 to 1, are expected."));

    private double Raw(Architecture architecture)
    {
        if (_signature.Input.WhyNone(architecture) is { } reason)
            throw new AccuracyModelException($"{_name} cannot be asked about the architecture {_space.Code(architecture)} of {_space.Name}: {reason}");
        var inputs = _signature.Input.Create(architecture);
        try
        {
            using var outputs = _session.Run(_options, _signature.Input.Names, inputs, [_signature.Output]);
            var accuracy = _signature.IsDouble ? outputs[0].GetTensorDataAsSpan<double>()[0] : outputs[0].GetTensorDataAsSpan<float>()[0];
            return double.IsFinite(accuracy)
                ? accuracy
                : throw new AccuracyModelException(FormattableString.Invariant($"{_name} gives {accuracy} for the architecture {_space.Code(architecture)} of {_space.Name}: a number is expected."));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new AccuracyModelException($"{_name} fails for the architecture {_space.Code(architecture)} of {_space.Name}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
        finally
        {
            foreach (var input in inputs)
                input.Dispose();
        }
    }
}
