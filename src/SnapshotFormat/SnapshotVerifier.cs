using System.Security.Cryptography;

namespace LatBench.SnapshotFormat;

/// <summary>Checks a snapshot with nothing but its own files: no coordinator, no network, no Parquet reader.</summary>
public static class SnapshotVerifier
{
    /// <summary>
    /// Hashes every file of the snapshot in <paramref name="path"/> and compares it with <c>SHA256SUMS</c> and
    /// <c>manifest.json</c>. Whatever is wrong comes back as a value; only a file that cannot be read throws.
    /// </summary>
    /// <exception cref="IOException">A file could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static async Task<SnapshotVerification> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
            return NotASnapshot(path, File.Exists(path) ? "It is a file, not the directory of a snapshot." : "There is no such directory.");
        var root = new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

        if (!File.Exists(Path.Combine(root, SnapshotLayout.ChecksumFile)))
            return NotASnapshot(SnapshotLayout.ChecksumFile, "The directory has no such file, so it is not a snapshot.");

        var tree = SnapshotTree.Read(root);
        if (!tree.Files.TryGetValue(SnapshotLayout.ChecksumFile, out var sumsFile))
            return NotASnapshot(SnapshotLayout.ChecksumFile, "It is a link out of the snapshot.", tree.Problems);

        var sums = await File.ReadAllBytesAsync(sumsFile, cancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(sums));
        if (!ChecksumList.TryRead(sums, out var listed, out var fault))
            return NotASnapshot(SnapshotLayout.ChecksumFile, $"It cannot be read: {fault}.", tree.Problems);

        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, file) in tree.Files.Where(file => file.Key != SnapshotLayout.ChecksumFile))
            hashes.Add(name, await ChecksumList.HashFileAsync(file, cancellationToken));

        var manifest = await ReadManifestAsync(tree, cancellationToken);
        var problems = tree.Problems
            .Concat(SnapshotComparison.Compare(hashes, listed, sums, manifest))
            .OrderBy(problem => problem.Path, StringComparer.Ordinal);
        return new SnapshotVerification { Manifest = manifest, FilesChecked = hashes.Count, Sha256 = sha256, Problems = [.. problems] };
    }

    private static async Task<SnapshotManifest?> ReadManifestAsync(SnapshotTree tree, CancellationToken cancellationToken) =>
        tree.Files.TryGetValue(SnapshotLayout.ManifestFile, out var file)
            ? SnapshotManifestJson.TryRead(await File.ReadAllBytesAsync(file, cancellationToken))
            : null;

    private static SnapshotVerification NotASnapshot(string path, string message, IEnumerable<SnapshotProblem>? others = null) => new()
    {
        FilesChecked = 0,
        Problems = [new SnapshotProblem(SnapshotProblemKind.NotASnapshot, path, message), .. others ?? []],
    };
}
