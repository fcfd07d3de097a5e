using LatBench.Measurements;
using LatBench.Storage.Devices;
using LatBench.Storage.Jobs;
using LatBench.Storage.Samples;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>
/// Looks at the canary once a campaign has nothing pending. Measurements whose every visit fell in a time when the machine had
/// drifted are queued once more; those that have drifted again, and those whose device is gone, become suspect.
/// </summary>
internal sealed class DriftReview(SqlDatabase database)
{
    /// <summary>The text that is written as the reason of a suspect measurement.</summary>
    public const string Suspicion = "canary-drift";

    /// <summary>A list parameter has its limit.</summary>
    private const int MaxAtOnce = 1000;

    /// <summary>The campaign is locked by the caller.</summary>
    /// <returns>True where anything was queued again.</returns>
    public async Task<bool> RunAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, DateTimeOffset now)
    {
        var drifted = await FindAsync(session, campaignId).ConfigureAwait(false);
        var again = drifted.Where(visited => !visited.Remeasured && visited.DeviceState != (int)DeviceState.Removed).ToArray();
        await SuspectAsync(session, [.. drifted.Except(again).Select(visited => visited.MeasurementId)]).ConfigureAwait(false);
        await RequeueAsync(session, campaignId, protocol, again, now).ConfigureAwait(false);
        return again.Length > 0;
    }

    /// <summary>The same at a cancellation, where nothing can be queued again: what has drifted becomes suspect.</summary>
    public async Task ConcludeAsync(SqlSession session, long campaignId)
    {
        var drifted = await FindAsync(session, campaignId).ConfigureAwait(false);
        await SuspectAsync(session, [.. drifted.Select(visited => visited.MeasurementId)]).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<Visited>> FindAsync(SqlSession session, long campaignId)
    {
        var visits = await session.QueryAsync<Visited>(
            $"""
            SELECT m.id AS MeasurementId, m.target AS Target, m.model_sha256 AS ModelSha256, m.verdict AS Verdict, m.remeasured AS Remeasured,
                   d.id AS DeviceId, d.state AS DeviceState, p.started_at AS StartedAt, p.canary AS Canary,
                   p.clock_ns AS ClockNs, p.reference_clock_ns AS ReferenceClockNs, p.contended AS Contended
            FROM measurements AS m JOIN passes AS p ON p.measurement_id = m.id
            JOIN targets AS t ON t.slug = m.target JOIN devices AS d ON d.id = t.device_id
            WHERE m.campaign_id = @campaignId AND m.reused_from IS NULL AND p.counted
            ORDER BY m.id, p.number
            """,
            new { campaignId }).ConfigureAwait(false);
        return [.. visits.GroupBy(visit => visit.Target, StringComparer.Ordinal).SelectMany(Drifted)];
    }

    private static IEnumerable<Visited> Drifted(IEnumerable<Visited> onTarget)
    {
        var visits = onTarget.ToArray();
        var history = CanaryHistory.Of(visits.Select(visit => visit.Reading()).OfType<CanaryReading>());
        return visits.GroupBy(visit => visit.MeasurementId)
            .Where(model => model.First().Verdict == (int)Verdict.Valid && history.HasDrifted(model.Select(visit => visit.Time)))
            .Select(model => model.Last());
    }

    private async Task SuspectAsync(SqlSession session, IReadOnlyList<long> measurementIds)
    {
        foreach (var ids in measurementIds.Chunk(MaxAtOnce))
        {
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = {Verdict.Suspect:D}, suspicions = @suspicions WHERE id {database.In("ids")}",
                new { ids, suspicions = StoredJson.Write<string[]>([Suspicion]) }).ConfigureAwait(false);
        }
    }

    /// <summary>As many passes as a model has at first, after those it has; what was measured stays and is pooled with the new.</summary>
    private async Task RequeueAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, IReadOnlyList<Visited> last, DateTimeOffset now)
    {
        var lastPasses = new Dictionary<long, int>(last.Count);
        foreach (var ids in last.Select(visited => visited.MeasurementId).Chunk(MaxAtOnce))
        {
            // After a cancellation there are jobs behind the last visit.
            foreach (var row in await session.QueryAsync<LastJob>(
                $"SELECT measurement_id AS MeasurementId, MAX(pass) AS Pass FROM jobs WHERE kind = {JobKind.Timed:D} AND measurement_id {database.In("ids")} GROUP BY measurement_id",
                new { ids }).ConfigureAwait(false))
                lastPasses[row.MeasurementId] = row.Pass;
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = NULL, stop_reason = NULL, remeasured = @remeasured WHERE id {database.In("ids")}",
                new { ids, remeasured = true }).ConfigureAwait(false);
        }

        var jobs = last.SelectMany(_ => Enumerable.Range(1, protocol.MinPasses), (visited, number) => (Visited: visited, Number: number, Pass: lastPasses[visited.MeasurementId] + number)).ToArray();
        await database.InsertManyAsync(
            session,
            "jobs",
            [
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number("campaign_id", _ => campaignId),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number("measurement_id", job => job.Visited.MeasurementId),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Text("device_id", job => job.Visited.DeviceId),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number("pass", job => job.Pass),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number(
                    "order_key", job => PassOrder.Key(protocol.Seed, job.Pass, job.Visited.ModelSha256)),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number("state", _ => (long)JobState.Queued),
                BulkColumn<(Visited Visited, int Number, int Pass)>.Number(
                    "not_before", job => StoredTime.From(now + ((job.Number - 1) * protocol.VisitInterval()))),
            ],
            jobs).ConfigureAwait(false);
        foreach (var device in last.Select(visited => visited.DeviceId).Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }

    private sealed class LastJob
    {
        public long MeasurementId { get; init; }

        public int Pass { get; init; }
    }

    /// <summary>One counted pass with what the review needs of its measurement.</summary>
    private sealed class Visited
    {
        public long MeasurementId { get; init; }

        public required string Target { get; init; }

        public required string ModelSha256 { get; init; }

        public int? Verdict { get; init; }

        public bool Remeasured { get; init; }

        public required string DeviceId { get; init; }

        public int DeviceState { get; init; }

        public long StartedAt { get; init; }

        public byte[]? Canary { get; init; }

        public long? ClockNs { get; init; }

        public long? ReferenceClockNs { get; init; }

        public bool? Contended { get; init; }

        public DateTimeOffset Time => StoredTime.ToTime(StartedAt);

        public CanaryReading? Reading() => Canary is null
            ? null
            : CanaryReading.Of(Time, SampleCodec.Decode(Canary), ClockCorrection.Of(ClockNs, ReferenceClockNs), Contended);
    }
}
