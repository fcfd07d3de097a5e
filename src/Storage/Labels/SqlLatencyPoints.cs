using System.Globalization;
using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>Reads latencies as charts need them: a few columns of many rows.</summary>
internal static class SqlLatencyPoints
{
    private const string MeasuredColumns = """
        o.architecture AS Architecture, m.quiet_ns AS LatencyNs, m.id AS Id, m.campaign_id AS CampaignId, m.verdict AS Verdict,
        m.ci95_low_ns AS Ci95LowNs, m.ci95_high_ns AS Ci95HighNs, CASE WHEN m.reused_from IS NULL THEN 0 ELSE 1 END AS IsReused
        """;

    /// <summary>Gets a text that changes with any figure of the points.</summary>
    public static async Task<string> VersionAsync(SqlSession session, string target, string searchSpace, ModelConfiguration configuration)
    {
        var row = (await session.FindAsync<VersionRow>(
            $"""
            SELECT COUNT(*) AS Points, CAST(COALESCE(MAX(m.id), 0) AS BIGINT) AS LastId, CAST(COALESCE(MAX(m.measured_at), 0) AS BIGINT) AS MeasuredAt,
                   CAST(COALESCE(SUM(m.id * COALESCE(m.verdict, 0)), 0) AS BIGINT) AS Verdicts, CAST(COALESCE(SUM(m.passes), 0) AS BIGINT) AS Passes,
                   (SELECT t.content_sha256 FROM imported_targets AS t WHERE t.slug = @target AND {SqlLabelQueries.IsOf("t")}) AS ImportSha256
            FROM measurements AS m JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE m.target = @target AND m.quiet_ns IS NOT NULL AND {SqlLabelQueries.IsOf("o")}
            """,
            SqlLabelQueries.Parameters(target, searchSpace, configuration)).ConfigureAwait(false))!;
        return row.ImportSha256 ?? string.Create(CultureInfo.InvariantCulture, $"{row.Points}-{row.LastId}-{row.MeasuredAt}-{row.Verdicts}-{row.Passes}");
    }

    /// <summary>Reads the points of a target: of what was measured here every measurement with an estimate, by id; of an imported table every row, by architecture.</summary>
    public static async Task<IReadOnlyList<LatencyPoint>> ReadAsync(SqlSession session, string target, string searchSpace, ModelConfiguration configuration)
    {
        var parameters = SqlLabelQueries.Parameters(target, searchSpace, configuration);
        var measured = await session.QueryAsync<PointRow>(
            $"""
            SELECT {MeasuredColumns}
            FROM measurements AS m JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE m.target = @target AND m.quiet_ns IS NOT NULL AND {SqlLabelQueries.IsOf("o")}
            ORDER BY m.id
            """,
            parameters).ConfigureAwait(false);
        if (measured.Count > 0)
            return [.. measured.Select(row => row.ToPoint())];
        var imported = await session.QueryAsync<PointRow>(
            $"""
            SELECT l.architecture AS Architecture, l.latency_ns AS LatencyNs
            FROM imported_latencies AS l JOIN imported_targets AS t ON t.slug = l.target
            WHERE l.target = @target AND {SqlLabelQueries.IsOf("t")}
            ORDER BY l.architecture
            """,
            parameters).ConfigureAwait(false);
        return [.. imported.Select(row => row.ToPoint())];
    }

    /// <summary>
    /// Finds the latency of an architecture on every target: the newest valid measurement of each model, and the rows of imported tables, by slug. A table that has the very
    /// text gives that row; another one that of the canonical form.
    /// </summary>
    public static async Task<IReadOnlyList<TargetLatency>> FindAsync(SqlSession session, string searchSpace, string architecture, string canonical)
    {
        var rows = await session.QueryAsync<TargetPointRow>(
            $"""
            SELECT m.target AS Target, 1 AS Origin, o.search_space AS SearchSpace, o.dataset AS Dataset, o.batch AS Batch, o.model_precision AS ModelPrecision,
                   o.graph_variant AS GraphVariant, {MeasuredColumns}
            FROM models AS o JOIN measurements AS m ON m.model_sha256 = o.sha256
            WHERE o.search_space = @searchSpace AND o.architecture IN (@architecture, @canonical) AND {SqlLabelQueries.IsLabel("m")}
              AND NOT EXISTS (
                SELECT 1 FROM measurements AS newer
                WHERE newer.target = m.target AND newer.model_sha256 = m.model_sha256 AND newer.id > m.id AND {SqlLabelQueries.IsLabel("newer")})
            ORDER BY m.target, o.dataset, o.batch, o.model_precision, o.graph_variant, m.id
            """,
            new { searchSpace, architecture, canonical }).ConfigureAwait(false);
        var imported = await session.QueryAsync<TargetPointRow>(
            """
            SELECT t.slug AS Target, 2 AS Origin, t.search_space AS SearchSpace, t.dataset AS Dataset, t.batch AS Batch, t.model_precision AS ModelPrecision,
                   t.graph_variant AS GraphVariant, l.architecture AS Architecture, l.latency_ns AS LatencyNs
            FROM imported_targets AS t JOIN imported_latencies AS l ON l.target = t.slug
            WHERE t.search_space = @searchSpace AND l.architecture IN (@architecture, @canonical)
            ORDER BY t.slug
            """,
            new { searchSpace, architecture, canonical }).ConfigureAwait(false);
        return
        [
            .. rows.Concat(imported)
                .GroupBy(row => (row.Target, row.Dataset, row.Batch, row.ModelPrecision, row.GraphVariant))
                .Select(group => group.FirstOrDefault(row => row.Architecture == architecture) ?? group.Last())
                .OrderBy(row => row.Target, StringComparer.Ordinal)
                .Select(row => row.ToLatency()),
        ];
    }

    private class PointRow
    {
        public required string Architecture { get; init; }

        public double LatencyNs { get; init; }

        public long? Id { get; init; }

        public long CampaignId { get; init; }

        public int? Verdict { get; init; }

        public double Ci95LowNs { get; init; }

        public double Ci95HighNs { get; init; }

        public int IsReused { get; init; }

        public LatencyPoint ToPoint() => new(
            Architecture,
            Latency.FromNanoseconds(LatencyNs),
            Id is { } id ? new MeasuredPoint(id, CampaignId, (Verdict?)Verdict, Latency.FromNanoseconds(Ci95LowNs), Latency.FromNanoseconds(Ci95HighNs), IsReused != 0) : null);
    }

    private sealed class TargetPointRow : PointRow
    {
        public required string Target { get; init; }

        public int Origin { get; init; }

        public required string SearchSpace { get; init; }

        public required string Dataset { get; init; }

        public int Batch { get; init; }

        public required string ModelPrecision { get; init; }

        public required string GraphVariant { get; init; }

        public TargetLatency ToLatency() => new(
            new LabelledTarget
            {
                Target = Target,
                Origin = (LabelOrigin)Origin,
                SearchSpace = SearchSpace,
                Configuration = ModelConfiguration.Parse(Dataset, Batch, ModelPrecision, GraphVariant),
                Labels = 1,
            },
            ToPoint());
    }

    private sealed class VersionRow
    {
        public long Points { get; init; }

        public long LastId { get; init; }

        public long MeasuredAt { get; init; }

        public long Verdicts { get; init; }

        public long Passes { get; init; }

        public string? ImportSha256 { get; init; }
    }
}
