using LatBench.Storage.Models;

namespace LatBench.Storage.Sql;

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

    public Task<bool> HasWeightsAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FindAsync<string>("SELECT weights_sha256 FROM models WHERE weights_sha256 = @sha256 LIMIT 1", new { sha256 }).ConfigureAwait(false) is not null,
            cancellationToken);
}
