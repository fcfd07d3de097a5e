using LatBench.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>One measurement with its model.</summary>
internal sealed class MeasurementRow : ModelRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = $"""
        SELECT m.id AS Id, m.campaign_id AS CampaignId, m.target AS Target, m.verdict AS Verdict,
               m.stop_reason AS StopReason, m.suspicions AS Suspicions, m.failure_reason AS FailureReason,
               m.failure_message AS FailureMessage, m.reused_from AS ReusedFrom, m.continued_in AS ContinuedIn, m.measured_at AS MeasuredAt,
               m.quiet_ns AS QuietNs, m.ci95_low_ns AS Ci95LowNs, m.ci95_high_ns AS Ci95HighNs,
               m.median_ns AS MedianNs, m.mean_ns AS MeanNs, m.min_ns AS MinNs, m.p90_ns AS P90Ns, m.p99_ns AS P99Ns,
               m.iqr_mean_ns AS IqrMeanNs, m.session_creation_ns AS SessionCreationNs,
               m.samples AS Samples, m.passes AS Passes, m.peak_memory_bytes AS PeakMemoryBytes,
               {Columns}
        FROM measurements AS m JOIN models AS o ON o.sha256 = m.model_sha256
        """;

    public long Id { get; init; }

    public long CampaignId { get; init; }

    public required string Target { get; init; }

    public int? Verdict { get; init; }

    public int? StopReason { get; init; }

    public string? Suspicions { get; init; }

    public int? FailureReason { get; init; }

    public string? FailureMessage { get; init; }

    public long? ReusedFrom { get; init; }

    public long? ContinuedIn { get; init; }

    public long? MeasuredAt { get; init; }

    public double? QuietNs { get; init; }

    public double Ci95LowNs { get; init; }

    public double Ci95HighNs { get; init; }

    public double MedianNs { get; init; }

    public double MeanNs { get; init; }

    public double MinNs { get; init; }

    public double? P90Ns { get; init; }

    public double? P99Ns { get; init; }

    public double IqrMeanNs { get; init; }

    public double SessionCreationNs { get; init; }

    public int Samples { get; init; }

    public int Passes { get; init; }

    public long? PeakMemoryBytes { get; init; }

    public Measurement ToMeasurement() => new()
    {
        Id = Id,
        CampaignId = CampaignId,
        Model = ToModel(),
        Target = Target,
        Verdict = (Verdict?)Verdict,
        StopReason = (StopReason?)StopReason,
        Suspicions = Suspicions is null ? [] : StoredJson.Read<string[]>(Suspicions),
        Summary = QuietNs is { } quiet ? ToSummary(quiet) : null,
        FailureReason = (FailureReason?)FailureReason,
        FailureMessage = FailureMessage,
        ReusedFrom = ReusedFrom,
        ContinuedIn = ContinuedIn,
        MeasuredAt = StoredTime.ToTime(MeasuredAt),
    };

    private LatencySummary ToSummary(double quietNs) => new()
    {
        Latency = Latency.FromNanoseconds(quietNs),
        Ci95Low = Latency.FromNanoseconds(Ci95LowNs),
        Ci95High = Latency.FromNanoseconds(Ci95HighNs),
        Median = Latency.FromNanoseconds(MedianNs),
        Mean = Latency.FromNanoseconds(MeanNs),
        Min = Latency.FromNanoseconds(MinNs),
        P90 = ToLatency(P90Ns),
        P99 = ToLatency(P99Ns),
        IqrMean = Latency.FromNanoseconds(IqrMeanNs),
        Samples = Samples,
        Passes = Passes,
        SessionCreation = Latency.FromNanoseconds(SessionCreationNs),
        PeakMemoryBytes = PeakMemoryBytes,
    };

    private static Latency? ToLatency(double? nanoseconds) => nanoseconds is { } value ? Latency.FromNanoseconds(value) : null;
}
