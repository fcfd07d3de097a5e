using LatBench.Measurements;

namespace LatBench.Storage.Campaigns;

/// <summary>Counts of a campaign.</summary>
public sealed record CampaignProgress
{
    /// <summary>Architectures selected.</summary>
    public required int Architectures { get; init; }

    /// <summary>Of those, not measurable.</summary>
    public required int Unmeasurable { get; init; }

    /// <summary>Distinct models.</summary>
    public required int Models { get; init; }

    /// <summary>Measurements, models × targets.</summary>
    public required int Measurements { get; init; }

    /// <summary>Measurements without a verdict so far.</summary>
    public required int Pending { get; init; }

    /// <summary>Measurements with verdict valid, the reused ones included.</summary>
    public required int Valid { get; init; }

    /// <summary>Measurements with verdict suspect.</summary>
    public required int Suspect { get; init; }

    /// <summary>Measurements with verdict failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Measurements with verdict cancelled.</summary>
    public int Cancelled { get; init; }

    /// <summary>Valid measurements taken over from earlier campaigns.</summary>
    public required int Reused { get; init; }

    /// <summary>Measurements whose interval meets the error target, the reused ones included, the cancelled ones not.</summary>
    public required int WithinTarget { get; init; }

    /// <summary>Timed jobs done, those of passes that were moved to it included.</summary>
    public required int JobsDone { get; init; }

    /// <summary>Timed jobs queued or leased.</summary>
    public required int JobsOpen { get; init; }

    /// <summary>Profiles made.</summary>
    public int ProfilesDone { get; init; }

    /// <summary>Profiles still to be made.</summary>
    public int ProfilesOpen { get; init; }

    /// <summary>Profiles that could not be made.</summary>
    public int ProfilesFailed { get; init; }

    /// <summary>The least number of passes that any pending measurement has; 0 where none is pending.</summary>
    public required int PassesDone { get; init; }

    /// <summary>Samples taken in this campaign, those of passes that were moved to it included, warm-up not counted.</summary>
    public required long Samples { get; init; }

    /// <summary>Time spent in timed inferences of this campaign.</summary>
    public required TimeSpan InferenceTime { get; init; }

    /// <summary>Median of the quiet latencies over the measurements with an estimate; null before the first.</summary>
    public Latency? MedianLatency { get; init; }
}
