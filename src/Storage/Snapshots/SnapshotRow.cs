using LatBench.Storage.Sql;

namespace LatBench.Storage.Snapshots;

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
