using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Keeps a device that fails every job from failing a whole campaign. The device is locked by the caller, which has touched it.</summary>
internal static class SqlDeviceQuarantine
{
    /// <summary>The time after its last try at which a quarantined device is given one job more, to see whether it works again.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromMinutes(5);

    /// <summary>Determines whether a quarantined device may have one job now; counts as its try.</summary>
    public static async Task<bool> TakeProbeAsync(SqlSession session, string deviceId, DateTimeOffset now) =>
        await session.ExecuteAsync(
            $"UPDATE devices SET quarantined_at = @now WHERE id = @deviceId AND state = {DeviceState.Quarantined:D} AND quarantined_at <= @before",
            new { deviceId, now = StoredTime.From(now), before = StoredTime.From(now - ProbeInterval) }).ConfigureAwait(false) > 0;

    /// <summary>One more failure; at <paramref name="max"/> in a row, where that is not 0, an active device goes into quarantine.</summary>
    public static async Task CountFailureAsync(SqlSession session, string deviceId, int max, DateTimeOffset now)
    {
        await session.ExecuteAsync("UPDATE devices SET failure_streak = failure_streak + 1 WHERE id = @deviceId", new { deviceId }).ConfigureAwait(false);
        if (max == 0)
            return;
        await session.ExecuteAsync(
            $"""
            UPDATE devices SET state = {DeviceState.Quarantined:D}, quarantined_at = @now
            WHERE id = @deviceId AND state = {DeviceState.Active:D} AND failure_streak >= @max
            """,
            new { deviceId, max, now = StoredTime.From(now) }).ConfigureAwait(false);
    }

    /// <summary>These devices have measured something: their streaks are over, and their quarantine.</summary>
    public static async Task ReleaseAsync(SqlDatabase database, SqlSession session, IEnumerable<string> deviceIds)
    {
        var released = await session.QueryAsync<string>(
            $"""
            UPDATE devices SET failure_streak = 0, quarantined_at = NULL,
                   state = CASE WHEN state = {DeviceState.Quarantined:D} THEN {DeviceState.Active:D} ELSE state END
            WHERE id {database.In("ids")} AND failure_streak > 0
            RETURNING id
            """,
            new { ids = deviceIds.Distinct(StringComparer.Ordinal).ToArray() }).ConfigureAwait(false);
        foreach (var device in released)
            session.Raise(Topics.Device(device));
    }
}
