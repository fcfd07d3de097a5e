namespace LatBench.Storage.Devices;

/// <summary>One registered piece of hardware with an agent on it.</summary>
public sealed record Device
{
    /// <summary>Identity: 1–63 of a-z, 0-9 and <c>-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it takes work.</summary>
    public required DeviceState State { get; init; }

    /// <summary>What it is made of.</summary>
    public required Hardware Hardware { get; init; }

    /// <summary>What runs on it.</summary>
    public required Software Software { get; init; }

    /// <summary>The targets it can serve now, default first.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>When it was enrolled.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When its agent last called; null before the first call.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Whether snapshots leave it out unless they are asked to take it in.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether snapshots show it under a made-up name.</summary>
    public bool HidesName { get; init; }
}

/// <summary>Whether a device takes work. The numbers are stored: they never change.</summary>
public enum DeviceState
{
    /// <summary>Leases jobs.</summary>
    Active = 1,

    /// <summary>Finishes what it holds, leases nothing new.</summary>
    Draining = 2,

    /// <summary>Out of service for good.</summary>
    Removed = 3,
}
