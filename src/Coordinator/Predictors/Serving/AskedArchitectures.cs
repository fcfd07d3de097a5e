using LatBench.Coordinator.Errors;
using LatBench.SearchSpaces.NasBench201;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The architectures of a request.</summary>
internal static class AskedArchitectures
{
    /// <summary>Most architectures of a request.</summary>
    public const int Most = 20_000;

    private const int MaxFaults = 20;

    /// <summary>Reads arch strings and codes.</summary>
    /// <exception cref="RefusalException">UNKNOWN_ARCHITECTURE or UNMEASURABLE_ARCHITECTURE, with the first twenty at fault.</exception>
    public static Architecture[] Read(IReadOnlyList<string> texts)
    {
        if (texts.Count is 0 or > Most)
            throw RpcErrors.InvalidArgument("architectures", $"{texts.Count} architectures cannot be predicted at once: give 1 to {Most}.");
        var architectures = new Architecture[texts.Count];
        List<(string Field, string Message)>? faults = null;
        string? reason = null;
        for (var i = 0; i < architectures.Length; i++)
        {
            if (Fault(texts[i], out architectures[i]) is not { } fault)
                continue;
            reason ??= fault.Reason;
            faults ??= [];
            if (faults.Count < MaxFaults)
                faults.Add(($"architectures[{i}]", fault.Message));
        }

        return faults is null ? architectures : throw new RefusalException(Grpc.Core.StatusCode.InvalidArgument, reason!, string.Join(" ", faults.Select(fault => fault.Message)), faults);
    }

    /// <summary>Explains why an architecture has no latency.</summary>
    public static string Unmeasurable(string text) => $"Architecture {text} has no path from input to output and so no latency: leave it out.";

    private static (string Reason, string Message)? Fault(string text, out Architecture architecture)
    {
        if (!Architecture.TryParse(text, out architecture, out var error))
            return (PredictorRefusals.UnknownArchitecture, error.Message);
        return PredictionTable.IsMeasurable(architecture) ? null : (PredictorRefusals.UnmeasurableArchitecture, Unmeasurable(PredictorRefusals.Shorten(text)));
    }
}
