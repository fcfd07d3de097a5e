using LatBench.Storage.Sql;

namespace LatBench.Storage.Models;

/// <summary>Models that campaigns have asked for.</summary>
internal sealed class SqlModelStore(SqlDatabase database) : IModelStore
{
    public Task<Model?> FindAsync(string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<ModelRow>($"SELECT {ModelRow.Columns} FROM models AS o WHERE o.sha256 = @sha256", new { sha256 }).ConfigureAwait(false))?.ToModel(),
            cancellationToken);
}
