using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Queries about devices that several stores share.</summary>
internal static class DeviceQueries
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
