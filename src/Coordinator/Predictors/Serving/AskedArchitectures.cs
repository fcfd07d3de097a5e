using LatBench.Coordinator.Errors;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Predictors.Serving;

/// <summary>The architectures of a request.</summary>
internal static class AskedArchitectures
{
    /// <summary>Most architectures of a request.</summary>
    public const int Max = 20_000;

    private const int MaxFaults = 20;

    /// <summary>Reads architectures in any form of text that their space reads.</summary>
    /// <exception cref="RefusalException">UNKNOWN_ARCHITECTURE or UNMEASURABLE_ARCHITECTURE, with the first twenty at fault.</exception>
    public static Architecture[] Read(ISearchSpace space, SearchSpaceRegistry spaces, IReadOnlyList<string> texts)
    {
        if (texts.Count is 0 or > Max)
            throw Refusals.InvalidArgument("architectures", $"{texts.Count} architectures cannot be predicted at once: give 1 to {Max}.");
        var architectures = new Architecture[texts.Count];
        List<(string Field, string Message)>? faults = null;
        string? reason = null;
        for (var i = 0; i < architectures.Length; i++)
        {
            if (Fault(space, spaces, texts[i], out architectures[i]) is not { } fault)
                continue;
            reason ??= fault.Reason;
            faults ??= [];
            if (faults.Count < MaxFaults)
                faults.Add(($"architectures[{i}]", fault.Message));
        }

        return faults is null ? architectures : throw new RefusalException(RefusalKind.InvalidArgument, string.Join(" ", faults.Select(fault => fault.Message))) { Reason = reason!, Violations = faults };
    }

    /// <summary>Explains why an architecture has no latency.</summary>
    public static string NotMeasurable(string text, string reason) => $"Architecture {text} has no latency, leave it out. {reason}";

    private static (string Reason, string Message)? Fault(ISearchSpace space, SearchSpaceRegistry spaces, string text, out Architecture architecture)
    {
        if (!space.TryParse(text, out architecture, out var error))
            return (PredictorRefusals.UnknownArchitecture, spaces.Explain(error, text));
        return space.WhyNotMeasurable(architecture) is { } reason
            ? (PredictorRefusals.UnmeasurableArchitecture, NotMeasurable(PredictorRefusals.Shorten(text), reason))
            : null;
    }
}
