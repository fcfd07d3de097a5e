using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Content;

/// <summary>
/// SHA-256 over what is published: the data files with their schema, the files of models, and what was asked to be said of them. Version, card and manifest
/// are left out: two snapshots with the same hash hold the same data under the same terms.
/// </summary>
internal static class ContentHash
{
    public static string Of(IEnumerable<SnapshotFileEntry> files, Publication publication)
    {
        var data = ChecksumList.Write(files.Where(IsData).Select(file => (file.Path, file.Sha256)));
        return Convert.ToHexStringLower(SHA256.HashData([.. data, .. Terms(publication)]));
    }

    private static bool IsData(SnapshotFileEntry file) =>
        file.Path == SnapshotLayout.SchemaFile || file.Path.StartsWith("data/", StringComparison.Ordinal) || file.Path.StartsWith($"{SnapshotLayout.ModelFolder}/", StringComparison.Ordinal);

    // The indexes of another table are in the data already. Where nothing is said the hash is that of the data alone.
    private static byte[] Terms(Publication publication)
    {
        string?[] terms =
        [
            publication.License.Spdx, publication.Publisher, publication.Url,
            .. publication.Tables.SelectMany(table => new[] { table.Title, table.Text }.Concat(table.Columns).Concat(table.Rows.SelectMany(row => row))),
        ];
        return terms.All(string.IsNullOrEmpty) ? [] : Encoding.UTF8.GetBytes(JsonSerializer.Serialize(terms));
    }
}
