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
                var rows = await session.QueryAsync<MeasurementRow>(
                    $"{MeasurementRow.Select} WHERE {string.Join(" AND ", conditions)} ORDER BY m.id LIMIT @limit",
                    new { afterId = afterId ?? 0, filter.CampaignId, filter.Target, Verdict = (int?)filter.Verdict, limit }).ConfigureAwait(false);
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

    public Task<RemovedSamples> RemoveRawSamplesAsync(RawSampleSelection selection, CancellationToken cancellationToken) =>
        RawSampleRemoval.RunAsync(database, selection, cancellationToken);
}
