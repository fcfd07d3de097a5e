using System.Security.Cryptography;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Content;

/// <summary>
/// SHA-256 over what is published: the data files and their schema, with version, card and manifest left out. Two
/// snapshots with the same hash hold the same data.
/// </summary>
internal static class ContentHash
{
    public static string Of(IEnumerable<SnapshotFileEntry> files)
    {
        var data = files.Where(IsData).Select(file => (file.Path, file.Sha256));
        return Convert.ToHexStringLower(SHA256.HashData(ChecksumList.Write(data)));
    }

    private static bool IsData(SnapshotFileEntry file) =>
        file.Path == SnapshotLayout.SchemaFile || file.Path.StartsWith("data/", StringComparison.Ordinal);
}
