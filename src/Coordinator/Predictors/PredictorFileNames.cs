namespace LatBench.Coordinator.Predictors;

/// <summary>The files of a predictor.</summary>
internal static class PredictorFileNames
{
    /// <summary>The network.</summary>
    public const string Onnx = "predictor.onnx";

    /// <summary>The description of how to encode its input and read its outputs.</summary>
    public const string Json = "predictor.json";

    /// <summary>The labels that it was trained from and evaluated by.</summary>
    public const string Labels = "labels.csv";

    private const string BaselinePrefix = "baselines/";

    /// <summary>A baseline's two files, without their extension.</summary>
    public static string Baseline(string trainer) => BaselinePrefix + trainer;

    /// <summary>Determines whether a path is the network of a baseline.</summary>
    public static bool IsBaseline(string path) => path.StartsWith(BaselinePrefix, StringComparison.Ordinal) && path.EndsWith(".onnx", StringComparison.Ordinal);
}
