using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Samples;
using LatBench.Storage.Signals;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>Reads what the review of a campaign needs, and stores what it decides.</summary>
internal sealed class SqlCampaignReview(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxAtOnce = 1000;

    /// <summary>The counted passes of the campaign's own measurements, ordered by measurement and number.</summary>
    public static async Task<IReadOnlyList<ReviewedPass>> ListPassesAsync(SqlSession session, long campaignId)
    {
        var rows = await session.QueryAsync<Row>(
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
        return [.. rows.Select(row => row.ToPass())];
    }

    public async Task MarkSuspectAsync(SqlSession session, IReadOnlyList<long> measurementIds, string suspicion)
    {
        foreach (var ids in measurementIds.Chunk(MaxAtOnce))
        {
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = {Verdict.Suspect:D}, suspicions = @suspicions WHERE id {database.In("ids")}",
                new { ids, suspicions = StoredJson.Write<string[]>([suspicion]) }).ConfigureAwait(false);
        }
    }

    /// <summary>As many passes as a model has at first, after those it has; what was measured stays and is pooled with the new.</summary>
    public async Task RemeasureAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, IReadOnlyList<ReviewedPass> measurements, DateTimeOffset now)
    {
        var lastPasses = new Dictionary<long, int>(measurements.Count);
        foreach (var ids in measurements.Select(measurement => measurement.MeasurementId).Chunk(MaxAtOnce))
        {
            // After a cancellation there are jobs behind the last pass.
            foreach (var row in await session.QueryAsync<LastJob>(
                $"SELECT measurement_id AS MeasurementId, MAX(pass) AS Pass FROM jobs WHERE kind = {JobKind.Timed:D} AND measurement_id {database.In("ids")} GROUP BY measurement_id",
                new { ids }).ConfigureAwait(false))
                lastPasses[row.MeasurementId] = row.Pass;
            await session.ExecuteAsync(
                $"UPDATE measurements SET verdict = NULL, stop_reason = NULL, remeasured = @remeasured WHERE id {database.In("ids")}",
                new { ids, remeasured = true }).ConfigureAwait(false);
        }

        var jobs = measurements.SelectMany(
            _ => Enumerable.Range(1, protocol.MinPasses),
            (measurement, number) => new NextJob(measurement, lastPasses[measurement.MeasurementId] + number, now + ((number - 1) * protocol.PassInterval()))).ToArray();
        await database.InsertManyAsync(
            session,
            "jobs",
            [
                BulkColumn<NextJob>.Number("campaign_id", _ => campaignId),
                BulkColumn<NextJob>.Number("measurement_id", job => job.Measurement.MeasurementId),
                BulkColumn<NextJob>.Text("device_id", job => job.Measurement.DeviceId),
                BulkColumn<NextJob>.Number("pass", job => job.Pass),
                BulkColumn<NextJob>.Number("order_key", job => PassOrder.Key(protocol.Seed, job.Pass, job.Measurement.ModelSha256)),
                BulkColumn<NextJob>.Number("state", _ => (long)JobState.Queued),
                BulkColumn<NextJob>.Number("not_before", job => StoredTime.From(job.NotBefore)),
            ],
            jobs).ConfigureAwait(false);
        foreach (var device in measurements.Select(measurement => measurement.DeviceId).Distinct(StringComparer.Ordinal))
            session.Raise(Topics.Device(device));
    }

    private sealed record NextJob(ReviewedPass Measurement, int Pass, DateTimeOffset NotBefore);

    private sealed class LastJob
    {
        public long MeasurementId { get; init; }

        public int Pass { get; init; }
    }

    private sealed class Row
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

        public ReviewedPass ToPass() => new()
        {
            MeasurementId = MeasurementId,
            Target = Target,
            ModelSha256 = ModelSha256,
            Verdict = (Verdict?)Verdict,
            Remeasured = Remeasured,
            DeviceId = DeviceId,
            DeviceRemoved = DeviceState == (int)Devices.DeviceState.Removed,
            StartTime = StoredTime.ToTime(StartedAt),
            Canary = Canary is null
                ? null
                : CanaryReading.Of(StoredTime.ToTime(StartedAt), SampleCodec.Decode(Canary), ClockCorrection.Of(ClockNs, ReferenceClockNs), Contended),
        };
    }
}
