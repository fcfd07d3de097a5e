namespace LatBench.Storage.Devices;

/// <summary>One registered piece of hardware with an agent on it.</summary>
public sealed record Device
{
    /// <summary>Identity: 1–63 of a-z, 0-9 and <c>-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The state, which decides whether it takes work.</summary>
    public required DeviceState State { get; init; }

    /// <summary>The hardware that it is made of.</summary>
    public required Hardware Hardware { get; init; }

    /// <summary>The software that runs on it.</summary>
    public required Software Software { get; init; }

    /// <summary>The targets it can serve now, default first.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>When it was enrolled.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When its agent last called; null before the first call.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>The pause of its agent, with the reason why it pauses; null where it does not, as far as it has told.</summary>
    public AgentPause? Pause { get; init; }

    /// <summary>When it last got a job, or a failure, in quarantine; null where it is not in quarantine.</summary>
    public DateTimeOffset? QuarantinedAt { get; init; }

    /// <summary>When the last of the leases that its agent holds expires, which can be past; null where it holds none.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>Gets a value indicating whether snapshots leave it out unless they are asked to take it in.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Gets a value indicating whether snapshots show it under a made-up name.</summary>
    public bool HidesName { get; init; }
}

/// <summary>The state of a device, which decides whether it takes work. The numbers are stored: they never change.</summary>
public enum DeviceState
{
    /// <summary>Leases jobs.</summary>
    Active = 1,

    /// <summary>Finishes what it holds, leases nothing new.</summary>
    Draining = 2,

    /// <summary>Out of service for good.</summary>
    Removed = 3,

    /// <summary>Has failed too many jobs in a row: gets one job now and then, until one succeeds or an operator resumes it.</summary>
    Quarantined = 4,
}

/// <summary>An agent that leases or measures nothing for a while, as it has told.</summary>
/// <param name="Reason">The reason for the pause.</param>
/// <param name="Message">The same for a person: one clause without a full stop; may be empty.</param>
/// <param name="Since">The time at which the pause began.</param>
public sealed record AgentPause(PauseReason Reason, string Message, DateTimeOffset Since);

/// <summary>The reason why an agent pauses. The numbers are stored: they never change.</summary>
public enum PauseReason
{
    /// <summary>The disk of its data directory is nearly full, or takes no more results.</summary>
    DiskFull = 1,

    /// <summary>The machine is hotter than a job may begin at.</summary>
    TooHot = 2,

    /// <summary>A model cannot be fetched, and is tried again.</summary>
    ArtifactUnavailable = 3,

    /// <summary>The agent was told to stop.</summary>
    Stopped = 4,

    /// <summary>The agent is a page in a browser, and it is hidden.</summary>
    Hidden = 5,
}
