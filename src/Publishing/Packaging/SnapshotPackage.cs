using System.Security.Cryptography;
using System.Text;
using LatBench.Publishing.Content;
using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

/// <summary>Puts card, licence, manifest and checksums around the data.</summary>
/// <param name="Sha256">SHA-256 of <c>SHA256SUMS</c>.</param>
/// <param name="SizeBytes">All files together.</param>
internal sealed record SnapshotPackage(string Sha256, long SizeBytes)
{
    /// <param name="directory">Directory of the snapshot; it holds its data files and <c>schema.json</c>.</param>
    /// <param name="version">Version of the snapshot.</param>
    /// <param name="selection">What was selected.</param>
    /// <param name="content">What is in the data files.</param>
    /// <param name="data">The data files and <c>schema.json</c>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<SnapshotPackage> WriteAsync(
        string directory,
        SnapshotVersion version,
        string selection,
        SnapshotContent content,
        IReadOnlyList<SnapshotFileEntry> data,
        CancellationToken cancellationToken)
    {
        var files = new List<SnapshotFileEntry>(data)
        {
            await AddAsync(SnapshotLayout.ReadmeFile, Encoding.UTF8.GetBytes(DatasetCard.Write(version, selection, content))),
            await AddAsync(LicenseNote.FileName, Encoding.UTF8.GetBytes(LicenseNote.Text.ReplaceLineEndings("\n"))),
        };
        var manifest = new SnapshotManifest
        {
            Format = SnapshotLayout.Format,
            Name = "latbench",
            Version = version.ToString(),
            Selection = selection,
            NewestMeasuredAt = content.NewestMeasuredAt?.ToUniversalTime(),
            Tables = [.. AllTables.InOrder.Where(content.Has).Select(table => table.Summarise(content.RowsOf(table)))],
            Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
        };
        files.Add(await AddAsync(SnapshotLayout.ManifestFile, SnapshotManifestJson.Write(manifest)));
        var sums = await AddAsync(SnapshotLayout.ChecksumFile, ChecksumList.Write(files.Select(file => (file.Path, file.Sha256))));
        return new(sums.Sha256, sums.SizeBytes + files.Sum(file => file.SizeBytes));

        async Task<SnapshotFileEntry> AddAsync(string name, byte[] bytes)
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, name), bytes, cancellationToken);
            return new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }
}
