namespace LatBench.Coordinator.Predictors;

/// <summary>The files of a predictor.</summary>
internal static class PredictorFileNames
{
    /// <summary>The network.</summary>
    public const string Onnx = "predictor.onnx";

    /// <summary>How to encode its input and read its outputs.</summary>
    public const string Json = "predictor.json";

    /// <summary>What it was trained from and judged by.</summary>
    public const string Labels = "labels.csv";

    private const string BaselinePrefix = "baselines/";

    /// <summary>A baseline's two files, without their extension.</summary>
    public static string Baseline(string trainer) => BaselinePrefix + trainer;

    /// <summary>Whether a path is the network of a baseline.</summary>
    public static bool IsBaseline(string path) => path.StartsWith(BaselinePrefix, StringComparison.Ordinal) && path.EndsWith(".onnx", StringComparison.Ordinal);
}
