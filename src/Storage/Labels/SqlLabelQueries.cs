using LatBench.Measurements;
using LatBench.Models;
using LatBench.Storage.Measurements;
using LatBench.Storage.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Labels;

/// <summary>Reads latencies by architecture.</summary>
internal static class SqlLabelQueries
{
    private const string ImportedColumns = """
        slug AS Target, 2 AS Origin, search_space AS SearchSpace, dataset AS Dataset, batch AS Batch, model_precision AS ModelPrecision, graph_variant AS GraphVariant,
        label_count AS Labels, source AS Source, licence AS Licence, notes AS Notes, imported_at AS ImportedAt
        """;

    public static async Task<IReadOnlyList<LabelledTarget>> ListTargetsAsync(SqlSession session, string? target)
    {
        var rows = await session.QueryAsync<LabelledTargetRow>(
            $"""
            SELECT m.target AS Target, 1 AS Origin, o.search_space AS SearchSpace, o.dataset AS Dataset, o.batch AS Batch, o.model_precision AS ModelPrecision,
                   o.graph_variant AS GraphVariant, COUNT(DISTINCT m.model_sha256) AS Labels,
                   NULL AS Source, NULL AS Licence, NULL AS Notes, CAST(NULL AS BIGINT) AS ImportedAt
            FROM measurements AS m JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE {IsLabel("m")} AND o.search_space <> '{UploadedModel.SearchSpace}' {(target is null ? "" : "AND m.target = @target")}
            GROUP BY m.target, o.search_space, o.dataset, o.batch, o.model_precision, o.graph_variant
            UNION ALL
            SELECT {ImportedColumns} FROM imported_targets {(target is null ? "" : "WHERE slug = @target")}
            ORDER BY Target, SearchSpace, Dataset, Batch, ModelPrecision, GraphVariant
            """,
            new { target }).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToTarget())];
    }

    public static async Task<LabelledTarget?> FindImportedAsync(SqlSession session, string slug) =>
        (await session.FindAsync<LabelledTargetRow>($"SELECT {ImportedColumns} FROM imported_targets WHERE slug = @slug", new { slug }).ConfigureAwait(false))?.ToTarget();

    public static async Task<IReadOnlyList<Label>> ReadAsync(SqlSession session, string target, string searchSpace, ModelConfiguration configuration)
    {
        var rows = await session.QueryAsync<LabelRow>(
            $"""
            SELECT o.architecture AS Architecture, m.quiet_ns AS LatencyNs
            FROM measurements AS m JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE m.target = @target AND {IsLabel("m")} AND {IsOf("o")}
              AND NOT EXISTS (
                SELECT 1 FROM measurements AS newer
                WHERE newer.target = m.target AND newer.model_sha256 = m.model_sha256 AND newer.id > m.id AND {IsLabel("newer")})
            UNION ALL
            SELECT l.architecture AS Architecture, l.latency_ns AS LatencyNs
            FROM imported_latencies AS l JOIN imported_targets AS t ON t.slug = l.target
            WHERE l.target = @target AND {IsOf("t")}
            ORDER BY Architecture
            """,
            Parameters(target, searchSpace, configuration)).ConfigureAwait(false);
        return [.. rows.Select(row => new Label(row.Architecture, Latency.FromNanoseconds(row.LatencyNs)))];
    }

    public static async Task<IReadOnlyList<ProfiledLabel>> ReadProfilesAsync(SqlSession session, string target, string searchSpace, ModelConfiguration configuration)
    {
        var rows = await session.QueryAsync<ProfiledLabelRow>(
            $"""
            SELECT o.architecture AS Architecture, m.quiet_ns AS LatencyNs, {ProfileRow.Columns}
            FROM profiles AS p JOIN measurements AS m ON m.id = p.measurement_id JOIN models AS o ON o.sha256 = m.model_sha256
            WHERE m.target = @target AND {IsLabel("m")} AND {IsOf("o")}
              AND NOT EXISTS (
                SELECT 1 FROM profiles AS q JOIN measurements AS newer ON newer.id = q.measurement_id
                WHERE newer.target = m.target AND newer.model_sha256 = m.model_sha256 AND newer.id > m.id AND {IsLabel("newer")})
            ORDER BY o.architecture
            """,
            Parameters(target, searchSpace, configuration)).ConfigureAwait(false);
        return [.. rows.Select(row => new ProfiledLabel(row.Architecture, Latency.FromNanoseconds(row.LatencyNs), row.ToProfile()))];
    }

    /// <summary>The condition that a measurement is a label.</summary>
    public static string IsLabel(string table) => $"{table}.verdict = {Verdict.Valid:D} AND {table}.reused_from IS NULL AND {table}.quiet_ns IS NOT NULL";

    /// <summary>The parameters of <see cref="IsOf"/>, and the target.</summary>
    public static object Parameters(string target, string searchSpace, ModelConfiguration configuration) => new
    {
        target,
        searchSpace,
        Dataset = configuration.Input,
        configuration.Batch,
        Precision = configuration.Precision.Name(),
        GraphVariant = configuration.GraphVariant.Name(),
    };

    /// <summary>The condition that a row is of the space and the model configuration.</summary>
    public static string IsOf(string table) =>
        $"{table}.search_space = @searchSpace AND {table}.dataset = @Dataset AND {table}.batch = @Batch AND {table}.model_precision = @Precision AND {table}.graph_variant = @GraphVariant";

    private sealed class ProfiledLabelRow : ProfileRow
    {
        public required string Architecture { get; init; }

        public double LatencyNs { get; init; }
    }

    private sealed class LabelRow
    {
        public required string Architecture { get; init; }

        public double LatencyNs { get; init; }
    }
}
