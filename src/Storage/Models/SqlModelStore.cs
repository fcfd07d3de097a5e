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
        o.dataset AS Dataset, o.batch AS Batch, o.model_precision AS ModelPrecision, o.graph_variant AS GraphVariant
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

    public Model ToModel() => new()
    {
        Sha256 = Sha256,
        WeightsSha256 = WeightsSha256,
        WeightsFileName = WeightsFileName,
        SearchSpace = SearchSpace,
        CanonicalArchitecture = EffectiveCell,
        Architecture = Architecture,
        Configuration = ModelConfiguration.Parse(Dataset, Batch, ModelPrecision, GraphVariant),
    };
}

/// <summary>Models that campaigns have asked for.</summary>
internal sealed class SqlModelStore(SqlDatabase database) : IModelStore
{
    public Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ModelRow>($"SELECT {ModelRow.Columns} FROM models AS o WHERE o.sha256 = @sha256", new { sha256 }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);
}
