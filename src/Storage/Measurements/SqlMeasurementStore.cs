using LatBench.Measurements;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Measurements and their passes.</summary>
internal sealed class SqlMeasurementStore(SqlDatabase database) : IMeasurementStore
{
    public Task<Measurement?> FindAsync(long measurementId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<MeasurementRow>($"{MeasurementRow.Select} WHERE m.id = @measurementId", new { measurementId }).ConfigureAwait(false))?.ToMeasurement(),
            cancellationToken);

    public Task<IReadOnlyList<Measurement>> ListAsync(MeasurementFilter filter, long? afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var conditions = new List<string> { "m.id > @afterId" };
                if (filter.CampaignId is not null)
                    conditions.Add("m.campaign_id = @CampaignId");
                if (filter.Target is not null)
                    conditions.Add("m.target = @Target");
                if (filter.Verdict is not null)
                    conditions.Add("m.verdict = @Verdict");
                if (filter.UploadedModel is not null)
                    conditions.Add("m.model_sha256 IN (SELECT sha256 FROM models WHERE search_space = 'onnx' AND effective_cell = @UploadedModel)");
                var rows = await session.QueryAsync<MeasurementRow>(
                    $"{MeasurementRow.Select} WHERE {string.Join(" AND ", conditions)} ORDER BY m.id LIMIT @limit",
                    new { afterId = afterId ?? 0, filter.CampaignId, filter.Target, Verdict = (int?)filter.Verdict, filter.UploadedModel, limit }).ConfigureAwait(false);
                return (IReadOnlyList<Measurement>)[.. rows.Select(row => row.ToMeasurement())];
            },
            cancellationToken);

    public Task<IReadOnlyList<StoredPass>> ListPassesAsync(long measurementId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<PassRow>(
                    $"""
                    {PassRow.Select}
                    WHERE measurement_id = (SELECT COALESCE(reused_from, id) FROM measurements WHERE id = @measurementId)
                    ORDER BY number, counted DESC, id
                    """,
                    new { measurementId }).ConfigureAwait(false);
                return (IReadOnlyList<StoredPass>)[.. rows.Select(row => row.ToPass())];
            },
            cancellationToken);

    public Task<OperatorProfile?> FindProfileAsync(long measurementId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ProfileRow>(
                $"{ProfileRow.Select} WHERE measurement_id = (SELECT COALESCE(reused_from, id) FROM measurements WHERE id = @measurementId)",
                new { measurementId }).ConfigureAwait(false))?.ToProfile(),
            cancellationToken);

    public Task<IReadOnlyList<StoredCanaryReading>> ListCanaryReadingsAsync(CanaryFilter filter, CanaryPosition? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlCanaryReadings.ListAsync(session, filter, before, limit), cancellationToken);

    public Task<RemovedSamples> RemoveRawSamplesAsync(RawSampleSelection selection, CancellationToken cancellationToken) =>
        SqlRawSampleRemoval.RunAsync(database, selection, cancellationToken);
}

/// <summary>Removes the raw samples of old campaigns.</summary>
internal static class SqlRawSampleRemoval
{
    public static Task<RemovedSamples> RunAsync(SqlDatabase database, RawSampleSelection selection, CancellationToken cancellationToken) =>
        selection.DryRun
            ? database.ReadAsync(session => RunAsync(database, session, selection), cancellationToken)
            : database.WriteAsync(session => RunAsync(database, session, selection), cancellationToken);

    private static async Task<RemovedSamples> RunAsync(SqlDatabase database, SqlSession session, RawSampleSelection selection)
    {
        // A campaign that has ended gets no passes that count any more, so no estimate is made again; one without its samples is not resumed, and its passes are not taken over.
        var ids = await session.QueryAsync<long>(
            """
            SELECT m.id FROM measurements AS m JOIN campaigns AS c ON c.id = m.campaign_id
            WHERE m.id > @AfterMeasurement AND c.ended_at < @endedBefore
                AND EXISTS (SELECT 1 FROM passes AS p WHERE p.measurement_id = m.id AND p.samples IS NOT NULL)
            ORDER BY m.id LIMIT @MaxMeasurements
            """,
            new { selection.AfterMeasurement, selection.MaxMeasurements, endedBefore = StoredTime.From(selection.EndedBefore) }).ConfigureAwait(false);
        if (ids.Count == 0)
            return new(0, 0, 0, null);
        var parameters = new { ids = ids.ToArray() };
        var counts = (await session.FindAsync<Counts>(
            $"""
            SELECT COUNT(*) AS Passes, CAST(COALESCE(SUM(LENGTH(samples) + COALESCE(LENGTH(warm_up), 0)), 0) AS BIGINT) AS Bytes
            FROM passes WHERE samples IS NOT NULL AND measurement_id {database.In("ids")}
            """,
            parameters).ConfigureAwait(false))!;
        if (!selection.DryRun)
        {
            await session.ExecuteAsync(
                $"UPDATE passes SET samples = NULL, warm_up = NULL WHERE samples IS NOT NULL AND measurement_id {database.In("ids")}", parameters).ConfigureAwait(false);
        }

        return new(ids.Count, counts.Passes, counts.Bytes, ids[^1]);
    }

    private sealed class Counts
    {
        public int Passes { get; init; }

        public long Bytes { get; init; }
    }
}
