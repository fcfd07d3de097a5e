using Google.Protobuf;
using LatBench.Onnx;
using LatBench.Onnx.Protos;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.ModelChecking;

/// <summary>
/// ONNX Runtime's own check of a model, on the CPU: it loads it, and infers the shapes of its values. A malformed model can crash it, so it belongs in a process of its own.
/// </summary>
public static class RuntimeLoad
{
    private const string WeightsFolder = "session.model_external_initializers_file_folder_path";

    static RuntimeLoad() => RuntimeTelemetry.Disable();

    /// <summary>Gets the version of ONNX Runtime that checks.</summary>
    public static string Version => OrtEnv.Instance().GetVersionString();

    /// <summary>Loads a model.</summary>
    /// <param name="graph">The ONNX bytes; every input has a fixed shape.</param>
    /// <param name="weightsFolder">The folder of the files that it refers to; null where it refers to none.</param>
    /// <returns>The runtime's message where it refuses it; null where it takes it.</returns>
    public static string? WhyRefused(byte[] graph, string? weightsFolder)
    {
        try
        {
            using var session = Open(graph, weightsFolder);
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Infers the shapes of the values of the main graph.</summary>
    /// <param name="model">A model that the runtime takes; it is not changed.</param>
    /// <param name="weightsFolder">The folder of the files that it refers to; null where it refers to none.</param>
    /// <returns>The shapes that are fixed, by the names of values; where the runtime does not say, none.</returns>
    public static IReadOnlyDictionary<string, long[]> InferShapes(ModelProto model, string? weightsFolder)
    {
        // The runtime tells the shapes of outputs, so every value becomes one.
        var told = model.Clone();
        var outputs = told.Graph.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in told.Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0 && outputs.Add(name)))
            told.Graph.Output.Add(new ValueInfoProto { Name = name });
        try
        {
            using var session = Open(told.ToByteArray(), weightsFolder);
            return session.InputMetadata.Concat(session.OutputMetadata)
                .Where(value => value.Value.IsTensor && Array.TrueForAll(value.Value.Dimensions, dimension => dimension >= 0))
                .DistinctBy(value => value.Key)
                .ToDictionary(value => value.Key, value => Array.ConvertAll(value.Value.Dimensions, dimension => (long)dimension), StringComparer.Ordinal);
        }
        catch (OnnxRuntimeException)
        {
            return new Dictionary<string, long[]>(StringComparer.Ordinal);
        }
    }

    private static InferenceSession Open(byte[] graph, string? weightsFolder)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.disable_prepacking", "1");
        if (weightsFolder is not null)
            options.AddSessionConfigEntry(WeightsFolder, weightsFolder);
        return new InferenceSession(graph, options);
    }
}
