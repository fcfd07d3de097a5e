using LatBench.Storage.Devices;

namespace LatBench.Storage.Campaigns;

/// <summary>The standing of the open jobs of a campaign on one of its devices.</summary>
public sealed record CampaignDevice
{
    /// <summary>The device.</summary>
    public required Device Device { get; init; }

    /// <summary>Jobs of the campaign that are queued, due or not.</summary>
    public required int Queued { get; init; }

    /// <summary>Jobs of the campaign whose lease has not expired.</summary>
    public required int Leased { get; init; }

    /// <summary>When the first of the queued jobs may be leased, which can be past; null where none is queued.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Queued and leased jobs of earlier campaigns: what the device does first.</summary>
    public int JobsAhead { get; init; }

    /// <summary>The earlier campaigns that they belong to.</summary>
    public int CampaignsAhead { get; init; }

    /// <summary>Gets a value indicating whether one of the jobs ahead is leased or due.</summary>
    public bool IsBehind { get; init; }
}
