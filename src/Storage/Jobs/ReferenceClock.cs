using LatBench.Storage.Sql;

namespace LatBench.Storage.Jobs;

/// <summary>
/// The clock for which the latencies of a device are stated: what its clock loop lasted when it was first measured. Any clock that the
/// machine usually has would do as well; what matters is that it stays.
/// </summary>
internal static class ReferenceClock
{
    /// <summary>Sets it for devices that have none, from the readings among the passes.</summary>
    /// <returns>The passes with the reference clocks of their devices.</returns>
    public static async Task<IReadOnlyList<TakenPass>> SetAsync(SqlDatabase database, SqlSession session, IReadOnlyList<TakenPass> taken)
    {
        var first = taken.Where(pass => pass.ReferenceClockNs is null && pass.Completion.Result.ClockNs is not null)
            .GroupBy(pass => pass.Job.DeviceId, pass => pass.Completion.Result.ClockNs!.Value, StringComparer.Ordinal).ToArray();
        if (first.Length == 0)
            return taken;
        foreach (var device in first)
        {
            await session.ExecuteAsync(
                "UPDATE devices SET reference_clock_ns = @clock WHERE id = @id AND reference_clock_ns IS NULL",
                new { id = device.Key, clock = Middle(device) }).ConfigureAwait(false);
        }

        // Another replica may have been first.
        var rows = await session.QueryAsync<Row>(
            $"SELECT id AS Id, reference_clock_ns AS ClockNs FROM devices WHERE id {database.In("ids")}",
            new { ids = first.Select(device => device.Key).ToArray() }).ConfigureAwait(false);
        var clocks = rows.ToDictionary(row => row.Id, row => row.ClockNs, StringComparer.Ordinal);
        return [.. taken.Select(pass => clocks.TryGetValue(pass.Job.DeviceId, out var clock) ? pass with { ReferenceClockNs = clock } : pass)];
    }

    private static long Middle(IEnumerable<long> clocks)
    {
        var sorted = clocks.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed class Row
    {
        public required string Id { get; init; }

        public long? ClockNs { get; init; }
    }
}
