using LatBench.Hosting.Files;
using LatBench.Measurements;

namespace LatBench.DeviceAgent.Runner;

/// <summary>Turns what the runtime throws into a reason and one sentence.</summary>
internal static class RuntimeFailure
{
    private const int MaxLength = 600;

    /// <summary>The words of the runtime for a look-up beyond the end of a table.</summary>
    private const string OutOfTable = "out of data bounds";

    private static readonly string[] MemoryWords = ["bad_alloc", "Failed to allocate memory", "out of memory", "OutOfMemoryException"];

    /// <summary>Determines whether a message says that memory ran out.</summary>
    public static bool IsWantOfMemory(string message) => MemoryWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static ModelFailure Classify(Exception exception)
    {
        var detail = Detail(exception);
        if (exception is OutOfMemoryException || IsWantOfMemory(detail))
            return new ModelFailure(FailureReason.OutOfMemory, $"The model needs more memory than the runner may use: {detail}");
        if (FileError.Is(exception) && FileError.Of(exception) is { Fault: not FileFault.Missing } error)
            return new ModelFailure(FailureReason.Internal, $"The runner cannot use a file: {error.Sentence()}");
        var remedy = detail.Contains(OutOfTable, StringComparison.Ordinal) ? "; give its inputs a smaller range, or its free dimensions smaller values" : "";
        return new ModelFailure(FailureReason.ModelRejected, $"ONNX Runtime cannot run the model: {detail}{remedy}");
    }

    /// <summary>Returns the runtime's message on one line, without codes, places in its source and the full stop.</summary>
    public static string Detail(Exception exception)
    {
        var line = string.Join(' ', exception.Message.Split((char[])['\r', '\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        if (line.StartsWith("[ErrorCode:", StringComparison.Ordinal)) line = line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart();
        // Errors are wrapped from layer to layer, each time with a number and a word: what was said first stands last.
        const string wrapped = "[ONNXRuntimeError] : ";
        if (line.LastIndexOf(wrapped, StringComparison.Ordinal) is >= 0 and var last && line[(last + wrapped.Length)..].Split(" : ", 3) is [_, _, { Length: > 0 } innermost])
            line = innermost;
        return line.Length <= MaxLength ? line.TrimEnd('.') : line[..MaxLength] + "…";
    }
}
