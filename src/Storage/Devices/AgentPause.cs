namespace LatBench.Storage.Devices;

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

    /// <summary>The machine is hotter than a visit may begin at.</summary>
    TooHot = 2,

    /// <summary>A model cannot be fetched, and is tried again.</summary>
    ArtifactUnavailable = 3,

    /// <summary>The agent was told to stop.</summary>
    Stopped = 4,
}
