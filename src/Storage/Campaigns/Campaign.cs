using LatBench.Measurements;

namespace LatBench.Storage.Campaigns;

/// <summary>A selection of architectures × targets × a protocol.</summary>
public sealed record Campaign
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>Free text for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The request as the coordinator wrote it down; opaque to the store.</summary>
    public required string Request { get; init; }

    /// <summary>The protocol to measure by.</summary>
    public required MeasurementProtocol Protocol { get; init; }

    /// <summary>Slugs of the targets.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The state.</summary>
    public required CampaignState State { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The state of a campaign. The numbers are stored: they never change.</summary>
public enum CampaignState
{
    /// <summary>Jobs are queued or leased.</summary>
    Running = 1,

    /// <summary>Every measurement has its verdict.</summary>
    Succeeded = 2,

    /// <summary>Ended by a person.</summary>
    Cancelled = 3,
}
