using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Overview;

/// <summary>The content of the overview.</summary>
internal sealed record OverviewStatusData
{
    /// <summary>Gets the devices of the first page of the list that are not removed, at most <see cref="OverviewStatusReader.MaxRows"/>.</summary>
    public required IReadOnlyList<Device> Devices { get; init; }

    /// <summary>Gets the number of devices.</summary>
    public required long DeviceCount { get; init; }

    /// <summary>Gets the number of devices without a reason to wait.</summary>
    public required int DevicesAtWork { get; init; }

    /// <summary>Gets the campaigns that run, newest first.</summary>
    public required IReadOnlyList<Campaign> Running { get; init; }

    /// <summary>Gets the campaigns that have ended, newest first.</summary>
    public required IReadOnlyList<Campaign> Ended { get; init; }

    /// <summary>Gets the number of valid measurements of the newest campaigns.</summary>
    public required long Measured { get; init; }

    /// <summary>Gets the number of predictors that answer for their target.</summary>
    public required int PromotedPredictors { get; init; }

    /// <summary>Gets the newest snapshot; null where there is none.</summary>
    public required Snapshot? NewestSnapshot { get; init; }

    /// <summary>Gets the conditions that need an operator, the worst first.</summary>
    public required IReadOnlyList<Concern> Concerns { get; init; }
}
