using LatBench.Storage.Devices;

namespace LatBench.Storage.Sql;

/// <summary>One device without its targets.</summary>
internal sealed class DeviceRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, state AS State, hardware AS Hardware, software AS Software,
               enrolled_at AS EnrolledAt, last_seen_at AS LastSeenAt, is_private AS IsPrivate, hides_name AS HidesName
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

    public Device ToDevice(IEnumerable<TargetRow> targets) => new()
    {
        Id = Id,
        State = (DeviceState)State,
        Hardware = StoredJson.Read<Hardware>(Hardware),
        Software = StoredJson.Read<Software>(Software),
        Targets = [.. targets.Select(target => target.ToTarget())],
        EnrolledAt = StoredTime.ToTime(EnrolledAt),
        LastSeenAt = StoredTime.ToTime(LastSeenAt),
        IsPrivate = IsPrivate,
        HidesName = HidesName,
    };
}
