using LatBench.DeviceAgent.Runner;
using LatBench.Measurements;
using Microsoft.ML.OnnxRuntime;

namespace LatBench.DeviceAgent.Providers;

/// <summary>Says why a provider does not run a model: which nodes it left, where that is the reason.</summary>
internal static class ProviderFailure
{
    private const int MaxNamed = 5;

    public static JobException Explain(OnnxRuntimeException exception, ProviderSettings provider, byte[] graph, SessionOptions options)
    {
        var failure = RuntimeFailure.Classify(exception);
        if (failure.Reason == FailureReason.OutOfMemory) return new JobException(failure.Reason, failure.Message);
        if (exception.Message.Contains("fallback to CPU EP has been explicitly disabled", StringComparison.Ordinal))
        {
            return new JobException(
                FailureReason.TargetUnsupported,
                $"The execution provider '{provider.Name}' does not take the whole graph{NodesLeft(graph, options)}, and nothing falls back to the CPU here.");
        }

        return exception.Message.Contains("Error creating execution provider", StringComparison.Ordinal)
            ? new JobException(FailureReason.TargetUnsupported, $"The execution provider '{provider.Name}' cannot be created: {RuntimeFailure.Detail(exception)}.")
            : new JobException(failure.Reason, $"The execution provider '{provider.Name}' cannot run the model: {RuntimeFailure.Detail(exception)}.");
    }

    /// <summary>Creates the session once more with the fall-back, only to see what would fall back.</summary>
    private static string NodesLeft(byte[] graph, SessionOptions options)
    {
        options.AddSessionConfigEntry(SessionKeys.DisableCpuFallback, "0");
        options.AddSessionConfigEntry(SessionKeys.RecordAssignment, "1");
        try
        {
            using var session = new InferenceSession(graph, options);
            var nodes = OrtNative.Assignment(session);
            var left = nodes.Where(node => node.Provider == "CPUExecutionProvider").Select(node => $"{node.Operator} '{node.Node}'").ToArray();
            if (left.Length == 0) return "";
            var more = left.Length > MaxNamed ? $" and {left.Length - MaxNamed} more" : "";
            return $": it leaves {left.Length} of {nodes.Count} nodes ({string.Join(", ", left.Take(MaxNamed))}{more})";
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or OrtNativeException)
        {
            return "";
        }
    }
}
