using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Queries about devices that several stores share.</summary>
internal static class SqlDeviceQueries
{
    /// <summary>Microseconds by which a time of a delivery may be older than the last one: an agent delivers several results side by side.</summary>
    private const long LastSeenPrecision = 500_000;

    /// <summary>
    /// Notes that the device's agent has called, and gives the device's state; null where there is none. First in every call
    /// of an agent: transactions of one device then follow one another, and locks are always taken in the
    /// order device, measurement, job, campaign.
    /// </summary>
    public static async Task<DeviceState?> TouchAsync(SqlSession session, string deviceId, DateTimeOffset now) =>
        (DeviceState?)await session.FindAsync<int?>(
            "UPDATE devices SET last_seen_at = @now WHERE id = @deviceId RETURNING state",
            new { deviceId, now = StoredTime.From(now) }).ConfigureAwait(false);

    /// <summary>The same for several devices at once, in the order of their ids, so that two callers that do so do not wait for each other.</summary>
    public static async Task TouchAllAsync(SqlDatabase database, SqlSession session, IEnumerable<string> deviceIds, DateTimeOffset now)
    {
        var ids = deviceIds.Distinct(StringComparer.Ordinal).ToArray();
        var stale = await session.QueryAsync<bool>(
            $"SELECT last_seen_at IS NULL OR last_seen_at < @now - {LastSeenPrecision} FROM devices WHERE id {database.In("ids")} ORDER BY id {database.ForUpdate}",
            new { ids, now = StoredTime.From(now) }).ConfigureAwait(false);
        if (stale.Contains(true))
            await session.ExecuteAsync($"UPDATE devices SET last_seen_at = @now WHERE id {database.In("ids")}", new { ids, now = StoredTime.From(now) }).ConfigureAwait(false);
    }

    /// <summary>Devices in the order of the rows, each with its present targets.</summary>
    public static async Task<IReadOnlyList<Device>> WithTargetsAsync(SqlDatabase database, SqlSession session, IReadOnlyList<DeviceRow> devices)
    {
        var targets = await session.QueryAsync<TargetRow>(
            $"{TargetRow.Select} WHERE position IS NOT NULL AND device_id {database.In("ids")} ORDER BY position",
            new { ids = devices.Select(device => device.Id).ToArray() }).ConfigureAwait(false);
        var byDevice = targets.ToLookup(target => target.DeviceId, StringComparer.Ordinal);
        return [.. devices.Select(device => device.ToDevice(byDevice[device.Id]))];
    }
}

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

/// <summary>One target.</summary>
internal sealed class TargetRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT slug AS Slug, device_id AS DeviceId, runtime AS Runtime, runtime_version AS RuntimeVersion,
               execution_provider AS ExecutionProvider, threads AS Threads, graph_optimization AS GraphOptimization,
               io_mode AS IoMode
        FROM targets
        """;

    public required string Slug { get; init; }

    public required string DeviceId { get; init; }

    public required string Runtime { get; init; }

    public required string RuntimeVersion { get; init; }

    public required string ExecutionProvider { get; init; }

    public int Threads { get; init; }

    public required string GraphOptimization { get; init; }

    public required string IoMode { get; init; }

    public Target ToTarget() => new()
    {
        Slug = Slug,
        DeviceId = DeviceId,
        Runtime = Runtime,
        RuntimeVersion = RuntimeVersion,
        ExecutionProvider = ExecutionProvider,
        Threads = Threads,
        GraphOptimization = GraphOptimization,
        IoMode = IoMode,
    };
}
