using Microsoft.ML.OnnxRuntime;

namespace LatBench.Exporter.Tests;

/// <summary>Runs exported models in ONNX Runtime: one thread, CPU.</summary>
internal static class Ort
{
    private const string WeightsFolderKey = "session.model_external_initializers_file_folder_path";

    public static InferenceSession Session(ExportedModel model, WeightsFolder folder) =>
        Session(model.Graph, folder, GraphOptimizationLevel.ORT_ENABLE_ALL);

    public static InferenceSession Session(byte[] graph, WeightsFolder folder, GraphOptimizationLevel level)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = level,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry(WeightsFolderKey, folder.Path);
        return new InferenceSession(graph, options);
    }

    public static float[] Run(InferenceSession session, float[] input, IEnumerable<long> shape)
    {
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [.. shape]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [ModelExporter.InputName], [tensor], [ModelExporter.OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public static float[] Run(ExportedModel model, WeightsFolder folder, float[] input)
    {
        using var session = Session(model, folder);
        return Run(session, input, model.Spec.InputShape);
    }
}
