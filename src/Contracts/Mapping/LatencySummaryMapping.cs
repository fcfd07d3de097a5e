using LatBench.Measurements;

namespace LatBench.Contracts.Mapping;

/// <summary>Summaries from the domain to the wire.</summary>
public static class LatencySummaryMapping
{
    /// <summary>The message for a summary.</summary>
    public static V1.LatencySummary ToProto(this LatencySummary summary)
    {
        var message = new V1.LatencySummary
        {
            LatencyMs = summary.Latency.Milliseconds,
            Ci95LowMs = summary.Ci95Low.Milliseconds,
            Ci95HighMs = summary.Ci95High.Milliseconds,
            MedianMs = summary.Median.Milliseconds,
            MeanMs = summary.Mean.Milliseconds,
            MinMs = summary.Min.Milliseconds,
            IqrMeanMs = summary.IqrMean.Milliseconds,
            Contention = summary.Contention,
            Samples = summary.Samples,
            Passes = summary.Passes,
            SessionCreationMs = summary.SessionCreation.Milliseconds,
        };
        if (summary.P90 is { } p90)
            message.P90Ms = p90.Milliseconds;
        if (summary.P99 is { } p99)
            message.P99Ms = p99.Milliseconds;
        if (summary.PeakMemoryBytes is { } peak)
            message.PeakMemoryBytes = peak;

        return message;
    }
}
