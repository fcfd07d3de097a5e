using System.Security.Cryptography;
using System.Text;
using LatBench.Publishing.Content;
using LatBench.Publishing.Versions;
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
            await AddTextAsync(LicenseFile.FileName, LicenseFile.Write(package)),
            await AddTextAsync(ChangeLogFile.FileName, await ChangeLogFile.WriteAsync(package, cancellationToken)),
        };
        var manifest = new SnapshotManifest
        {
            Format = SnapshotLayout.Format,
            Name = "latbench",
            Version = package.Version.ToString(),
            Selection = package.Selection,
            NewestMeasuredAt = content.NewestMeasuredAt?.ToUniversalTime(),
            Tables = [.. content.Tables.Where(content.Has).Select(table => table.Summarise(content.RowsOf(table)))],
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

/// <summary>All that the files around the data are written from.</summary>
/// <param name="Version">Version of the snapshot.</param>
/// <param name="Selection">The selection, as a canonical text.</param>
/// <param name="Content">The content of the data files.</param>
/// <param name="Publication">Licence, publisher, tables for the card.</param>
/// <param name="Data">The data files and <c>schema.json</c>.</param>
/// <param name="Previous">The snapshot before; null for the first.</param>
internal sealed record PackageRequest(
    SnapshotVersion Version,
    string Selection,
    SnapshotContent Content,
    Publication Publication,
    IReadOnlyList<SnapshotFileEntry> Data,
    PreviousSnapshot? Previous)
{
    /// <summary>Day of the newest measurement, <c>YYYY-MM-DD</c>: the date of publication is in no file, so that the same data gives the same bytes. Null where nothing was measured.</summary>
    public string? Date => Content.NewestMeasuredAt is { } time ? FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd}") : null;

    /// <summary>Gets the name of the creator of the dataset.</summary>
    public string Creator => Publication.Publisher ?? "The operators of a LatBench installation";

    /// <summary>Name and version.</summary>
    public string Title => $"LatBench {Version}";
}

/// <summary>The snapshot before, and what is different now.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Directory">The directory of the snapshot.</param>
/// <param name="Delta">The changes since then.</param>
internal sealed record PreviousSnapshot(SnapshotVersion Version, string Directory, SnapshotDelta Delta);

/// <summary>The files below a directory, with sizes and hashes.</summary>
internal static class SnapshotFiles
{
    /// <summary>Every file, ordered by path (ordinal).</summary>
    public static async Task<IReadOnlyList<SnapshotFileEntry>> ListAsync(string directory, CancellationToken cancellationToken)
    {
        var entries = new List<SnapshotFileEntry>();
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/');
            entries.Add(new(path, new FileInfo(file).Length, await ChecksumList.HashFileAsync(file, cancellationToken)));
        }

        return [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }
}
