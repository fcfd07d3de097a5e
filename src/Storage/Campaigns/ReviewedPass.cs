using LatBench.Measurements;

namespace LatBench.Storage.Campaigns;

/// <summary>One counted pass with what the review of a campaign needs of its measurement.</summary>
public sealed record ReviewedPass
{
    /// <summary>Identity of the measurement.</summary>
    public required long MeasurementId { get; init; }

    /// <summary>Slug of its target.</summary>
    public required string Target { get; init; }

    /// <summary>Its model.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Its verdict; null while passes are still to come.</summary>
    public required Verdict? Verdict { get; init; }

    /// <summary>Gets a value indicating whether it was queued once more before.</summary>
    public required bool Remeasured { get; init; }

    /// <summary>The device of the target.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Gets a value indicating whether the device was removed.</summary>
    public required bool DeviceRemoved { get; init; }

    /// <summary>When the pass began.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>The canary as it was read with the pass; null where it was not.</summary>
    public required CanaryReading? Canary { get; init; }
}
