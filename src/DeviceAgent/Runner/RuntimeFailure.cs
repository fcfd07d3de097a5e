using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Turns what the runtime throws into a reason and one sentence.</summary>
internal static class RuntimeFailure
{
    private const int MaxLength = 600;

    private static readonly string[] MemoryWords = ["bad_alloc", "Failed to allocate memory", "out of memory", "OutOfMemoryException"];

    /// <summary>Whether somebody says that memory ran out.</summary>
    public static bool IsWantOfMemory(string message) => MemoryWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static VisitFailure Classify(Exception exception)
    {
        var detail = OneLine(exception.Message);
        if (exception is OutOfMemoryException || IsWantOfMemory(detail))
            return new VisitFailure(FailureReason.OutOfMemory, $"The model needs more memory than the runner may use: {detail}");
        return new VisitFailure(FailureReason.ModelRejected, $"ONNX Runtime cannot run the model: {detail}");
    }

    private static string OneLine(string message)
    {
        var line = string.Join(' ', message.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxLength ? line : line[..MaxLength] + "…";
    }
}
