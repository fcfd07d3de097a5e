using LatBench.Storage.Sql;

namespace LatBench.Storage.Devices;

/// <summary>Replaces what a device says of itself.</summary>
internal static class DeviceDescription
{
    public static async Task ReplaceAsync(SqlSession session, string deviceId, Hardware hardware, Software software, IReadOnlyList<Target> targets)
    {
        await session.ExecuteAsync(
            $"UPDATE devices SET hardware = @hardware, software = @software, {DevicePause.End} WHERE id = @deviceId",
            new { deviceId, hardware = StoredJson.Write(hardware), software = StoredJson.Write(software) }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE targets SET position = NULL WHERE device_id = @deviceId", new { deviceId }).ConfigureAwait(false);
        for (var position = 0; position < targets.Count; position++)
            await PutTargetAsync(session, deviceId, targets[position], position).ConfigureAwait(false);
    }

    /// <summary>A slug stands for one configuration for ever: measurements hang on it.</summary>
    private static async Task PutTargetAsync(SqlSession session, string deviceId, Target target, int position)
    {
        if (!string.Equals(target.DeviceId, deviceId, StringComparison.Ordinal))
            throw new ArgumentException($"Target '{target.Slug}' names device '{target.DeviceId}', not '{deviceId}'.");
        var changed = await session.ExecuteAsync(
            """
            INSERT INTO targets (slug, device_id, runtime, runtime_version, execution_provider, threads, graph_optimization, io_mode, position)
            VALUES (@Slug, @deviceId, @Runtime, @RuntimeVersion, @ExecutionProvider, @Threads, @GraphOptimization, @IoMode, @position)
            ON CONFLICT (slug) DO UPDATE SET position = excluded.position
            WHERE targets.device_id = excluded.device_id AND targets.runtime = excluded.runtime
              AND targets.runtime_version = excluded.runtime_version AND targets.execution_provider = excluded.execution_provider
              AND targets.threads = excluded.threads AND targets.graph_optimization = excluded.graph_optimization
              AND targets.io_mode = excluded.io_mode
            """,
            new { target.Slug, deviceId, target.Runtime, target.RuntimeVersion, target.ExecutionProvider, target.Threads, target.GraphOptimization, target.IoMode, position }).ConfigureAwait(false);
        if (changed == 0)
            throw new ArgumentException($"Target '{target.Slug}' is known with another device or other settings; give the new configuration another slug.");
    }
}
