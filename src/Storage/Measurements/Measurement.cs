using LatBench.Measurements;
using LatBench.Storage.Models;

namespace LatBench.Storage.Measurements;

/// <summary>The measurement of a model on a target in a campaign.</summary>
public sealed record Measurement
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>The campaign.</summary>
    public required long CampaignId { get; init; }

    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>Slug of the target.</summary>
    public required string Target { get; init; }

    /// <summary>The verdict; null while passes are still to come.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The reasons to doubt it, for suspect ones.</summary>
    public IReadOnlyList<string> Suspicions { get; init; } = [];

    /// <summary>The reason why no further pass was made; null before.</summary>
    public StopReason? StopReason { get; init; }

    /// <summary>The figures; null before the first pass.</summary>
    public LatencySummary? Summary { get; init; }

    /// <summary>The reason why it failed; null unless it did.</summary>
    public FailureReason? FailureReason { get; init; }

    /// <summary>The same for a person.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>The original this one was taken over from; null for own ones.</summary>
    public long? ReusedFrom { get; init; }

    /// <summary>The measurement of a later campaign that took over the passes of this cancelled one; null where none did.</summary>
    public long? ContinuedIn { get; init; }

    /// <summary>When its last counted pass ended; null before the first.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }
}

/// <summary>One stored pass of a measurement.</summary>
/// <param name="Number">The number of the pass, from 1.</param>
/// <param name="Result">The result of the pass.</param>
/// <param name="Counted">True where it counts; false for a duplicate that came late.</param>
public sealed record StoredPass(int Number, PassResult Result, bool Counted);
