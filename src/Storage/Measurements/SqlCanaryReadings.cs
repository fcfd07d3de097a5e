using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Reads what the canary showed beside the passes of a device.</summary>
internal static class SqlCanaryReadings
{
    /// <summary>
    /// Passes are found by the measurements of the device's targets. Those whose last pass is older than the time asked for are not looked at, so a
    /// short time costs little on a device with a long history.
    /// </summary>
    public static async Task<IReadOnlyList<StoredCanaryReading>> ListAsync(SqlSession session, CanaryFilter filter, CanaryPosition? before, int limit)
    {
        var conditions = new List<string> { "t.device_id = @DeviceId", "p.canary IS NOT NULL" };
        if (filter.Target is not null)
            conditions.Add("t.slug = @Target");
        if (filter.Start is not null)
            conditions.Add("m.measured_at >= @start AND p.started_at >= @start");
        if (filter.End is not null)
            conditions.Add("p.started_at < @end");
        if (before is not null)
            conditions.Add("(p.started_at < @beforeTime OR (p.started_at = @beforeTime AND p.id < @beforePass))");
        var rows = await session.QueryAsync<Row>(
            $"""
            SELECT p.id AS PassId, m.target AS Target, m.id AS MeasurementId, p.number AS Number, p.started_at AS StartedAt, p.ended_at AS EndedAt,
                   p.canary AS Canary, p.clock_ns AS ClockNs, p.reference_clock_ns AS ReferenceClockNs, p.contended AS Contended,
                   p.conditions AS Conditions, p.condition_values AS ConditionValues,
                   (SELECT shape FROM condition_shapes WHERE condition_shapes.id = p.condition_shape) AS ConditionShape
            FROM targets AS t JOIN measurements AS m ON m.target = t.slug JOIN passes AS p ON p.measurement_id = m.id
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY p.started_at DESC, p.id DESC LIMIT @limit
            """,
            new
            {
                filter.DeviceId,
                filter.Target,
                start = filter.Start is { } start ? StoredTime.From(start) : 0,
                end = filter.End is { } end ? StoredTime.From(end) : 0,
                beforeTime = before is { } place ? StoredTime.From(place.Time) : 0,
                beforePass = before?.PassId ?? 0,
                limit,
            }).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToReading()).OfType<StoredCanaryReading>()];
    }

    private sealed class Row
    {
        public long PassId { get; init; }

        public required string Target { get; init; }

        public long MeasurementId { get; init; }

        public int Number { get; init; }

        public long StartedAt { get; init; }

        public long EndedAt { get; init; }

        public required byte[] Canary { get; init; }

        public long? ClockNs { get; init; }

        public long? ReferenceClockNs { get; init; }

        public short? Contended { get; init; }

        public string? Conditions { get; init; }

        public string? ConditionShape { get; init; }

        public byte[]? ConditionValues { get; init; }

        public StoredCanaryReading? ToReading()
        {
            var pass = new PassRow
            {
                MeasurementId = MeasurementId,
                Number = Number,
                Canary = Canary,
                ClockNs = ClockNs,
                ReferenceClockNs = ReferenceClockNs,
                Contended = Contended,
                StartedAt = StartedAt,
                EndedAt = EndedAt,
                Conditions = Conditions,
                ConditionShape = ConditionShape,
                ConditionValues = ConditionValues,
            }.ToResult();
            return CanaryReading.Of(pass) is { } reading
                ? new StoredCanaryReading(new CanaryPosition(pass.StartTime, PassId), Target, MeasurementId, reading, pass.Conditions)
                : null;
        }
    }
}
