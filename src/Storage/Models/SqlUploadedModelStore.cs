using LatBench.Storage.Campaigns;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Models;

/// <summary>Models that users have uploaded.</summary>
internal sealed class SqlUploadedModelStore(SqlDatabase database) : IUploadedModelStore
{
    public Task<bool> AddAsync(UploadedModel model, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                """
                INSERT INTO uploaded_models (sha256, display_name, size_bytes, graph_sha256, weights_sha256, weights_file_name, description, created_at)
                VALUES (@Sha256, @DisplayName, @SizeBytes, @GraphSha256, @WeightsSha256, @WeightsFileName, @Description, @CreatedAt)
                ON CONFLICT (sha256) DO NOTHING
                """,
                new
                {
                    model.Sha256,
                    model.DisplayName,
                    model.SizeBytes,
                    model.GraphSha256,
                    model.WeightsSha256,
                    model.WeightsFileName,
                    model.Description,
                    CreatedAt = StoredTime.From(model.CreatedAt),
                }).ConfigureAwait(false) > 0,
            cancellationToken);

    public Task<UploadedModel?> FindAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<UploadedModelRow>($"{UploadedModelRow.Select} WHERE sha256 = @sha256", new { sha256 }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);

    public Task<IReadOnlyList<UploadedModel>> SearchAsync(string nameOrPrefix, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => Models(await session.QueryAsync<UploadedModelRow>(
                $"{UploadedModelRow.Select} WHERE display_name = @nameOrPrefix OR substr(sha256, 1, length(@nameOrPrefix)) = @nameOrPrefix ORDER BY id DESC LIMIT @limit",
                new { nameOrPrefix, limit }).ConfigureAwait(false)),
            cancellationToken);

    public Task<IReadOnlyList<UploadedModel>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => Models(await session.QueryAsync<UploadedModelRow>(
                $"{UploadedModelRow.Select} WHERE id < @beforeId ORDER BY id DESC LIMIT @limit", new { beforeId = beforeId ?? long.MaxValue, limit }).ConfigureAwait(false)),
            cancellationToken);

    public Task<ModelDeletion> DeleteAsync(string sha256, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                // A campaign that is being created holds the row: the statements after this one see it.
                if (await session.FindAsync<UploadedModelRow>($"{UploadedModelRow.Select} WHERE sha256 = @sha256 {database.ForUpdate}", new { sha256 }).ConfigureAwait(false) is not { } model)
                    return ModelDeletion.NotFound;
                var deleted = await session.ExecuteAsync(
                    $"""
                    DELETE FROM uploaded_models WHERE sha256 = @sha256 AND NOT EXISTS (
                        SELECT 1 FROM models AS o JOIN measurements AS m ON m.model_sha256 = o.sha256 JOIN campaigns AS c ON c.id = m.campaign_id
                        WHERE o.search_space = '{UploadedModel.SearchSpace}' AND o.architecture = @sha256 AND c.state = {CampaignState.Running:D})
                    """,
                    new { sha256 }).ConfigureAwait(false);
                if (deleted == 0)
                    return ModelDeletion.InUse;
                foreach (var artifact in new[] { model.GraphSha256, model.WeightsSha256 }.Where(artifact => artifact.Length > 0))
                    await session.ExecuteAsync("INSERT INTO removed_artifacts (sha256) VALUES (@artifact) ON CONFLICT (sha256) DO NOTHING", new { artifact }).ConfigureAwait(false);
                return ModelDeletion.Deleted;
            },
            cancellationToken);

    public Task<IReadOnlyList<string>> ListRemovedArtifactsAsync(CancellationToken cancellationToken) =>
        database.SelectAsync<string>("SELECT sha256 FROM removed_artifacts ORDER BY sha256", new { }, cancellationToken);

    public async Task<bool> RefersToArtifactAsync(string sha256, CancellationToken cancellationToken) =>
        (await database.SelectAsync<int>(
            """
            SELECT 1 FROM uploaded_models WHERE graph_sha256 = @sha256 OR weights_sha256 = @sha256
            UNION ALL SELECT 1 FROM models WHERE sha256 = @sha256 OR weights_sha256 = @sha256 OR graph_artifact = @sha256
            UNION ALL SELECT 1 FROM predictor_files WHERE sha256 = @sha256
            LIMIT 1
            """,
            new { sha256 },
            cancellationToken).ConfigureAwait(false)).Count > 0;

    public Task ForgetRemovedArtifactAsync(string sha256, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.ExecuteAsync("DELETE FROM removed_artifacts WHERE sha256 = @sha256", new { sha256 }), cancellationToken);

    private static IReadOnlyList<UploadedModel> Models(IEnumerable<UploadedModelRow> rows) => [.. rows.Select(row => row.ToModel())];
}

/// <summary>One uploaded model.</summary>
internal sealed class UploadedModelRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, sha256 AS Sha256, display_name AS DisplayName, size_bytes AS SizeBytes, graph_sha256 AS GraphSha256,
               weights_sha256 AS WeightsSha256, weights_file_name AS WeightsFileName, description AS Description, created_at AS CreatedAt
        FROM uploaded_models
        """;

    public long Id { get; init; }

    public required string Sha256 { get; init; }

    public required string DisplayName { get; init; }

    public long SizeBytes { get; init; }

    public required string GraphSha256 { get; init; }

    public required string WeightsSha256 { get; init; }

    public required string WeightsFileName { get; init; }

    public required string Description { get; init; }

    public long CreatedAt { get; init; }

    public UploadedModel ToModel() => new()
    {
        Id = Id,
        Sha256 = Sha256,
        DisplayName = DisplayName,
        SizeBytes = SizeBytes,
        GraphSha256 = GraphSha256,
        WeightsSha256 = WeightsSha256,
        WeightsFileName = WeightsFileName,
        Description = Description,
        CreatedAt = StoredTime.ToTime(CreatedAt),
    };
}
