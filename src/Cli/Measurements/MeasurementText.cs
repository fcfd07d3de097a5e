using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Measurements;

/// <summary>Measurements in words.</summary>
internal static class MeasurementText
{
    public static string Verdict(Measurement measurement) =>
        measurement.Verdict == Contracts.V1.Verdict.Unspecified ? "pending" : Words.Of(measurement.Verdict);

    public static string Latency(LatencySummary? summary) => summary is null ? Figures.None : Figures.Milliseconds(summary.LatencyMs);

    /// <summary>Half-width of the 95 % interval relative to the latency; null where there is no estimate, or one of a single pass, which has no interval.</summary>
    public static double? RelativeError(LatencySummary? summary) =>
        summary is { LatencyMs: > 0, Passes: > 1 } ? (summary.Ci95HighMs - summary.Ci95LowMs) / summary.LatencyMs / 2 : null;

    /// <summary>The relative error as <c>±1.2 %</c>.</summary>
    public static string Error(LatencySummary? summary) => RelativeError(summary) is { } error ? $"±{Figures.Percent(error)}" : Figures.None;
}
