using LatBench.Measurements;
using LatBench.Storage.Jobs;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Campaigns;

/// <summary>
/// Gives a new campaign the passes that cancelled measurements of the same model and target have. They are moved with their jobs, samples and
/// conditions, so that a pass counts once: the cancelled measurement is left without figures and says where it is continued.
/// </summary>
internal sealed class SqlPassTakeover(SqlDatabase database)
{
    /// <summary>A list parameter has its limit.</summary>
    private const int MaxAtOnce = 1000;

    private const string Figures = """
        measured_at, quiet_ns, ci95_low_ns, ci95_high_ns, median_ns, mean_ns, min_ns, p90_ns, p99_ns, iqr_mean_ns, session_creation_ns, samples, passes, peak_memory_bytes
        """;

    private static readonly IReadOnlyList<BulkColumn<Pair>> PairColumns =
    [
        BulkColumn<Pair>.Number("source", pair => pair.SourceId),
        BulkColumn<Pair>.Number("target", pair => pair.Id),
    ];

    /// <summary>The pending measurements of the campaign have no jobs yet.</summary>
    public async Task RunAsync(SqlSession session, long campaignId, MeasurementProtocol protocol, DateTimeOffset now)
    {
        var sources = await FindCampaignsAsync(session, protocol, now).ConfigureAwait(false);
        if (sources.Length == 0)
            return;
        var pairs = await LockAsync(session, await ChooseAsync(session, campaignId, sources).ConfigureAwait(false)).ConfigureAwait(false);
        if (pairs.Length == 0)
            return;
        await MoveAsync(session, campaignId, pairs).ConfigureAwait(false);
        foreach (var ids in pairs.Select(pair => pair.SourceId).Chunk(MaxAtOnce))
            await MoveFiguresAsync(session, ids).ConfigureAwait(false);
    }

    /// <summary>Campaigns that were cancelled not too long ago, by the coordinator's clock, whose passes were taken in the same way.</summary>
    private static async Task<long[]> FindCampaignsAsync(SqlSession session, MeasurementProtocol protocol, DateTimeOffset now)
    {
        var rows = await session.QueryAsync<SourceCampaign>(
            $"SELECT id AS Id, protocol AS Protocol FROM campaigns WHERE state = {CampaignState.Cancelled:D} AND ended_at >= @oldest",
            new { oldest = StoredTime.From(now - PassReuse.MaxAge) }).ConfigureAwait(false);
        return [.. rows.Where(row => PassReuse.AreAlike(StoredJson.Read<MeasurementProtocol>(row.Protocol), protocol)).Select(row => row.Id)];
    }

    /// <summary>For each measurement the cancelled one with the most passes, the newest of several; none whose raw samples were removed.</summary>
    private async Task<Pair[]> ChooseAsync(SqlSession session, long campaignId, long[] campaigns)
    {
        var pairs = await session.QueryAsync<Pair>(
            $"""
            SELECT m.id AS Id, source.id AS SourceId
            FROM measurements AS m JOIN measurements AS source ON source.target = m.target AND source.model_sha256 = m.model_sha256
            WHERE m.campaign_id = @campaignId AND m.verdict IS NULL
              AND source.verdict = {Verdict.Cancelled:D} AND source.passes_counted > 0 AND source.campaign_id {database.In("campaigns")}
              AND NOT EXISTS (SELECT 1 FROM passes AS p WHERE p.measurement_id = source.id AND p.samples IS NULL)
            ORDER BY m.id, source.passes_counted DESC, source.id DESC
            """,
            new { campaignId, campaigns }).ConfigureAwait(false);
        return [.. pairs.DistinctBy(pair => pair.Id)];
    }

    /// <summary>Those that still have their passes: another campaign may have been faster, or theirs was resumed.</summary>
    private async Task<Pair[]> LockAsync(SqlSession session, Pair[] pairs)
    {
        var locked = new HashSet<long>();
        foreach (var ids in pairs.Select(pair => pair.SourceId).Order().Chunk(MaxAtOnce))
        {
            locked.UnionWith(await session.QueryAsync<long>(
                $"""
                SELECT id FROM measurements WHERE id {database.In("ids")} AND verdict = {Verdict.Cancelled:D} AND passes_counted > 0
                ORDER BY id {database.ForUpdate}
                """,
                new { ids }).ConfigureAwait(false));
        }

        return [.. pairs.Where(pair => locked.Contains(pair.SourceId))];
    }

    /// <summary>Jobs with a result, and the results; a result that is delivered once more is still known by its lease.</summary>
    private async Task MoveAsync(SqlSession session, long campaignId, Pair[] pairs)
    {
        await database.UpdateManyAsync(
            session,
            "jobs",
            $"measurement_id = $target, campaign_id = {campaignId}",
            $"measurement_id = $source AND kind = {JobKind.Timed:D} AND EXISTS (SELECT 1 FROM passes AS p WHERE p.measurement_id = $source AND p.job_id = jobs.id)",
            PairColumns,
            pairs).ConfigureAwait(false);
        await database.UpdateManyAsync(session, "passes", "measurement_id = $target", "measurement_id = $source", PairColumns, pairs).ConfigureAwait(false);
        await database.UpdateManyAsync(session, "measurements", "continued_in = $target", "id = $source", PairColumns, pairs).ConfigureAwait(false);
    }

    private async Task MoveFiguresAsync(SqlSession session, long[] ids)
    {
        var columns = Figures.Split(',', StringSplitOptions.TrimEntries);
        await session.ExecuteAsync(
            $"""
            UPDATE measurements SET
                passes_counted = source.passes_counted, samples_taken = source.samples_taken, inference_ns = source.inference_ns,
                {string.Join(", ", columns.Select(column => $"{column} = source.{column}"))}
            FROM measurements AS source
            WHERE source.id {database.In("ids")} AND measurements.id = source.continued_in
            """,
            new { ids }).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            UPDATE measurements SET passes_counted = 0, samples_taken = 0, inference_ns = 0, {string.Join(", ", columns.Select(column => $"{column} = NULL"))}
            WHERE id {database.In("ids")}
            """,
            new { ids }).ConfigureAwait(false);
    }

    private sealed class SourceCampaign
    {
        public long Id { get; init; }

        public required string Protocol { get; init; }
    }

    /// <summary>A pending measurement and the cancelled one whose passes it gets.</summary>
    private sealed class Pair
    {
        public long Id { get; init; }

        public long SourceId { get; init; }
    }
}

/// <summary>Takes over finished measurements instead of measuring again.</summary>
internal static class SqlMeasurementReuse
{
    /// <summary>
    /// Copies the newest valid original of the same model and target, its figures but not its counts: they belong to the other campaign.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="campaignId">The campaign that takes over.</param>
    /// <param name="onlyCancelled">Only for its cancelled measurements, and only from measurements begun after them.</param>
    public static Task<int> RunAsync(SqlSession session, long campaignId, bool onlyCancelled = false)
    {
        var (which, whose) = onlyCancelled ? ($"AND measurements.verdict = {Verdict.Cancelled:D}", "AND m.id > measurements.id") : ("", "");
        return session.ExecuteAsync(
            $"""
            UPDATE measurements SET
                reused_from = original.id, verdict = original.verdict, stop_reason = original.stop_reason,
                suspicions = original.suspicions, measured_at = original.measured_at, quiet_ns = original.quiet_ns,
                ci95_low_ns = original.ci95_low_ns, ci95_high_ns = original.ci95_high_ns, median_ns = original.median_ns,
                mean_ns = original.mean_ns, min_ns = original.min_ns, p90_ns = original.p90_ns, p99_ns = original.p99_ns,
                iqr_mean_ns = original.iqr_mean_ns, session_creation_ns = original.session_creation_ns,
                samples = original.samples, passes = original.passes, peak_memory_bytes = original.peak_memory_bytes
            FROM measurements AS original
            WHERE measurements.campaign_id = @campaignId {which}
              AND original.id = (
                SELECT MAX(m.id) FROM measurements AS m
                WHERE m.target = measurements.target AND m.model_sha256 = measurements.model_sha256
                  AND m.verdict = {Verdict.Valid:D} AND m.reused_from IS NULL {whose})
            """,
            new { campaignId });
    }
}
