using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>One device without its targets.</summary>
internal sealed class DeviceRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, state AS State, hardware AS Hardware, software AS Software,
               enrolled_at AS EnrolledAt, last_seen_at AS LastSeenAt, is_private AS IsPrivate, hides_name AS HidesName,
               pause_reason AS PauseReason, pause_message AS PauseMessage, paused_at AS PausedAt, quarantined_at AS QuarantinedAt,
               (SELECT MAX(lease_expires_at) FROM jobs WHERE jobs.device_id = devices.id AND state = 2) AS LeaseExpiresAt
        FROM devices
        """;

    public required string Id { get; init; }

    public int State { get; init; }

    public required string Hardware { get; init; }

    public required string Software { get; init; }

    public long EnrolledAt { get; init; }

    public long? LastSeenAt { get; init; }

    public bool IsPrivate { get; init; }

    public bool HidesName { get; init; }

    public int? PauseReason { get; init; }

    public string? PauseMessage { get; init; }

    public long? PausedAt { get; init; }

    public long? QuarantinedAt { get; init; }

    public long? LeaseExpiresAt { get; init; }

    public Device ToDevice(IEnumerable<TargetRow> targets) => new()
    {
        Id = Id,
        State = (DeviceState)State,
        Hardware = StoredJson.Read<Hardware>(Hardware),
        Software = StoredJson.Read<Software>(Software),
        Targets = [.. targets.Select(target => target.ToTarget())],
        EnrolledAt = StoredTime.ToTime(EnrolledAt),
        LastSeenAt = StoredTime.ToTime(LastSeenAt),
        Pause = PauseReason is { } reason ? new AgentPause((PauseReason)reason, PauseMessage ?? "", StoredTime.ToTime(PausedAt ?? 0)) : null,
        QuarantinedAt = StoredTime.ToTime(QuarantinedAt),
        LeaseExpiresAt = StoredTime.ToTime(LeaseExpiresAt),
        IsPrivate = IsPrivate,
        HidesName = HidesName,
    };
}
