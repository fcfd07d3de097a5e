using LatBench.Models;
using LatBench.Storage.Sql;

namespace LatBench.Storage.Models;

/// <summary>The columns of a model in a joined row.</summary>
internal class ModelRow
{
    /// <summary>Select list, for <c>models AS o</c>.</summary>
    public const string Columns = """
        o.sha256 AS Sha256, o.weights_sha256 AS WeightsSha256, o.weights_file_name AS WeightsFileName,
        o.search_space AS SearchSpace, o.effective_cell AS EffectiveCell, o.architecture AS Architecture,
        o.dataset AS Dataset, o.batch AS Batch, o.model_precision AS ModelPrecision, o.graph_variant AS GraphVariant,
        o.graph_artifact AS GraphArtifact, o.graph_offset AS GraphOffset, o.graph_length AS GraphLength
        """;

    public required string Sha256 { get; init; }

    public required string WeightsSha256 { get; init; }

    public required string WeightsFileName { get; init; }

    public required string SearchSpace { get; init; }

    public required string EffectiveCell { get; init; }

    public required string Architecture { get; init; }

    public required string Dataset { get; init; }

    public int Batch { get; init; }

    public required string ModelPrecision { get; init; }

    public required string GraphVariant { get; init; }

    public string? GraphArtifact { get; init; }

    public long? GraphOffset { get; init; }

    public long? GraphLength { get; init; }

    public Model ToModel() => new()
    {
        Sha256 = Sha256,
        WeightsSha256 = WeightsSha256,
        WeightsFileName = WeightsFileName,
        SearchSpace = SearchSpace,
        CanonicalArchitecture = EffectiveCell,
        Architecture = Architecture,
        Configuration = ModelConfiguration.Parse(Dataset, Batch, ModelPrecision, GraphVariant),
        Graph = GraphArtifact is null ? null : new GraphPlace(GraphArtifact, GraphOffset!.Value, (int)GraphLength!.Value),
    };
}

/// <summary>Models that campaigns have asked for.</summary>
internal sealed class SqlModelStore(SqlDatabase database) : IModelStore
{
    public Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ModelRow>($"SELECT {ModelRow.Columns} FROM models AS o WHERE o.sha256 = @sha256", new { sha256 }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);

    public Task<IReadOnlySet<string>> ListStoredGraphsAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlySet<string>>(
            async session => (await session.QueryAsync<string>(
                $"SELECT sha256 FROM models WHERE graph_artifact IS NOT NULL AND sha256 {database.In("sha256s")}", new { sha256s = sha256s.ToArray() }).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal),
            cancellationToken);

    public Task<Model?> FindByWeightsAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ModelRow>(
                $"SELECT {ModelRow.Columns} FROM models AS o WHERE o.weights_sha256 = @sha256 LIMIT 1", new { sha256 }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);
}
