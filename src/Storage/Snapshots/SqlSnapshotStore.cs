using LatBench.Storage.Sql;

namespace LatBench.Storage.Snapshots;

/// <summary>Snapshots that have been published.</summary>
internal sealed class SqlSnapshotStore(SqlDatabase database) : ISnapshotStore
{
    public Task<bool> AddAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await session.ExecuteAsync(
                """
                INSERT INTO snapshots (version, directory_name, selection, content_sha256, row_count, sha256, size_bytes, created_at)
                VALUES (@Version, @DirectoryName, @Selection, @ContentSha256, @Rows, @Sha256, @SizeBytes, @CreatedAt)
                ON CONFLICT (version) DO NOTHING
                """,
                new
                {
                    snapshot.Version,
                    snapshot.DirectoryName,
                    snapshot.Selection,
                    snapshot.ContentSha256,
                    snapshot.Rows,
                    snapshot.Sha256,
                    snapshot.SizeBytes,
                    CreatedAt = StoredTime.From(snapshot.CreatedAt),
                }).ConfigureAwait(false) > 0,
            cancellationToken);

    public Task<Snapshot?> FindAsync(string version, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.FindAsync<SnapshotRow>($"{SnapshotRow.Select} WHERE version = @version", new { version }).ConfigureAwait(false))?.ToSnapshot(),
            cancellationToken);

    public Task<IReadOnlyList<Snapshot>> ListAsync(long? beforeId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                var rows = await session.QueryAsync<SnapshotRow>(
                    $"{SnapshotRow.Select} WHERE id < @beforeId ORDER BY id DESC LIMIT @limit",
                    new { beforeId = beforeId ?? long.MaxValue, limit }).ConfigureAwait(false);
                return (IReadOnlyList<Snapshot>)[.. rows.Select(row => row.ToSnapshot())];
            },
            cancellationToken);
}
