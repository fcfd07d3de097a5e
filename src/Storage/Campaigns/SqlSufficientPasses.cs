using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Gives verdicts before their time to measurements that have all that the protocol asks of every model, however wide their interval is.</summary>
internal sealed class SqlSufficientPasses(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxAtOnce = 1000;

    /// <summary>Gives the verdict valid to the pending measurements of a campaign that have enough. The measurements are locked by the caller.</summary>
    /// <param name="session">The session.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="protocol">Its protocol.</param>
    /// <param name="reason">The reason why no further pass is made.</param>
    /// <param name="deviceId">Only those of this device; null for all.</param>
    /// <returns>The measurements.</returns>
    public async Task<IReadOnlyList<long>> DecideAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, StopReason reason, string? deviceId = null)
    {
        var candidates = await session.QueryAsync<Candidate>(
            """
            SELECT m.id AS Id, COUNT(*) AS Passes, MIN(p.started_at) AS FirstStart, MAX(p.started_at) AS LastStart
            FROM measurements AS m JOIN passes AS p ON p.measurement_id = m.id JOIN targets AS t ON t.slug = m.target
            WHERE m.campaign_id = @campaignId AND m.verdict IS NULL AND m.stop_reason IS NULL AND m.passes_counted >= @MinPasses AND p.counted
              AND (@deviceId IS NULL OR t.device_id = @deviceId)
            GROUP BY m.id ORDER BY m.id
            """,
            new { campaignId, protocol.MinPasses, deviceId }).ConfigureAwait(false);
        var enough = candidates.Where(candidate => StoppingRule.HasEnough(candidate.Passes, candidate.Spread, protocol)).Select(candidate => candidate.Id).ToArray();
        foreach (var ids in enough.Chunk(MaxAtOnce))
        {
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = {Verdict.Valid:D}, stop_reason = @reason WHERE id {database.In("ids")}", new { ids, reason = (int)reason }).ConfigureAwait(false);
        }

        return enough;
    }

    /// <summary>A pending measurement with as many passes as every model gets.</summary>
    private sealed class Candidate
    {
        public long Id { get; init; }

        public int Passes { get; init; }

        public long FirstStart { get; init; }

        public long LastStart { get; init; }

        public TimeSpan Spread => StoredTime.ToTime(LastStart) - StoredTime.ToTime(FirstStart);
    }
}
