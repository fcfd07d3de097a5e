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

/// <summary>One published snapshot.</summary>
internal sealed class SnapshotRow
{
    /// <summary>Everything that a select for this row needs, before its WHERE.</summary>
    public const string Select = """
        SELECT id AS Id, version AS Version, directory_name AS DirectoryName, selection AS Selection,
               content_sha256 AS ContentSha256, row_count AS RowCount, sha256 AS Sha256, size_bytes AS SizeBytes, created_at AS CreatedAt
        FROM snapshots
        """;

    public long Id { get; init; }

    public required string Version { get; init; }

    public required string DirectoryName { get; init; }

    public required string Selection { get; init; }

    public required string ContentSha256 { get; init; }

    public long RowCount { get; init; }

    public required string Sha256 { get; init; }

    public long SizeBytes { get; init; }

    public long CreatedAt { get; init; }

    public Snapshot ToSnapshot() => new()
    {
        Id = Id,
        Version = Version,
        DirectoryName = DirectoryName,
        Selection = Selection,
        ContentSha256 = ContentSha256,
        Rows = RowCount,
        Sha256 = Sha256,
        SizeBytes = SizeBytes,
        CreatedAt = StoredTime.ToTime(CreatedAt),
    };
}
