namespace LatBench.Coordinator.Waiting;

/// <summary>The explanation why something does not go on at the moment.</summary>
/// <param name="Reason">The reason why it does not go on.</param>
/// <param name="Explanation">The same in one sentence, which does not change as long as nothing else does.</param>
/// <param name="Remedy">One sentence that says what to do about it; empty where it ends by itself.</param>
internal sealed record Wait(WaitReason Reason, string Explanation, string Remedy)
{
    /// <summary>Since when; null where that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it ends by itself; null where that is not known.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The device whose jobs wait; null where no device is concerned.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Jobs or trainings that are done before.</summary>
    public int Ahead { get; init; }

    /// <summary>Campaigns that those jobs belong to.</summary>
    public int CampaignsAhead { get; init; }
}

/// <summary>The reasons why something waits; the numbers are those of the contract.</summary>
internal enum WaitReason
{
    /// <summary>The device is drained.</summary>
    DeviceDraining = 1,

    /// <summary>The device is out of service.</summary>
    DeviceRemoved = 2,

    /// <summary>The device has failed too many jobs in a row.</summary>
    DeviceQuarantined = 3,

    /// <summary>The agent has not called since the device was enrolled.</summary>
    AgentNeverSeen = 4,

    /// <summary>The agent does not call any more.</summary>
    AgentSilent = 5,

    /// <summary>The agent was told to stop.</summary>
    AgentStopped = 6,

    /// <summary>The disk of the device is nearly full.</summary>
    DiskFull = 7,

    /// <summary>The device is hotter than a job may begin at.</summary>
    TooHot = 8,

    /// <summary>The agent cannot fetch a model.</summary>
    ArtifactUnavailable = 9,

    /// <summary>Earlier campaigns use the device.</summary>
    Queued = 10,

    /// <summary>The next pass is not due yet.</summary>
    Spread = 11,

    /// <summary>Other trainings come first.</summary>
    TrainingQueued = 12,

    /// <summary>The agent is a page in a browser, and it is hidden.</summary>
    PageHidden = 13,
}
