using LatBench.Storage.Sql;

namespace LatBench.Storage.Measurements;

/// <summary>Removes the raw samples of old campaigns.</summary>
internal static class RawSampleRemoval
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
            ORDER BY m.id LIMIT @MostMeasurements
            """,
            new { selection.AfterMeasurement, selection.MostMeasurements, endedBefore = StoredTime.From(selection.EndedBefore) }).ConfigureAwait(false);
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
