using System.Security.Cryptography;
using System.Text;
using LatBench.Publishing.Tables;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

/// <summary>Puts card, licence, manifest and checksums around the data.</summary>
/// <param name="Sha256">SHA-256 of <c>SHA256SUMS</c>.</param>
/// <param name="SizeBytes">All files together.</param>
internal sealed record SnapshotPackage(string Sha256, long SizeBytes)
{
    /// <param name="directory">Directory of the snapshot; it holds its data files and <c>schema.json</c>.</param>
    /// <param name="package">The request to write from.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<SnapshotPackage> WriteAsync(string directory, PackageRequest package, CancellationToken cancellationToken)
    {
        var content = package.Content;
        var files = new List<SnapshotFileEntry>(package.Data)
        {
            await AddTextAsync(SnapshotLayout.ReadmeFile, DatasetCard.Write(package)),
            await AddTextAsync(Datasheet.FileName, Datasheet.Write(package)),
            await AddTextAsync(CroissantFile.FileName, CroissantFile.Write(package)),
            await AddTextAsync(CitationFile.FileName, CitationFile.Write(package)),
            await AddTextAsync(LicenseFile.FileName, LicenseFile.Write(package.Publication)),
            await AddTextAsync(ChangeLogFile.FileName, await ChangeLogFile.WriteAsync(package, cancellationToken)),
        };
        var manifest = new SnapshotManifest
        {
            Format = SnapshotLayout.Format,
            Name = "latbench",
            Version = package.Version.ToString(),
            Selection = package.Selection,
            NewestMeasuredAt = content.NewestMeasuredAt?.ToUniversalTime(),
            Tables = [.. AllTables.InOrder.Where(content.Has).Select(table => table.Summarise(content.RowsOf(table)))],
            Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)],
        };
        files.Add(await AddAsync(SnapshotLayout.ManifestFile, SnapshotManifestJson.Write(manifest)));
        var sums = await AddAsync(SnapshotLayout.ChecksumFile, ChecksumList.Write(files.Select(file => (file.Path, file.Sha256))));
        return new(sums.Sha256, sums.SizeBytes + files.Sum(file => file.SizeBytes));

        Task<SnapshotFileEntry> AddTextAsync(string name, string text) => AddAsync(name, Encoding.UTF8.GetBytes(text));

        async Task<SnapshotFileEntry> AddAsync(string name, byte[] bytes)
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, name), bytes, cancellationToken);
            return new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }
}
