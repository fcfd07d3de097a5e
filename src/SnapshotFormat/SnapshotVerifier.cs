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

/// <summary>The kinds of errors in a file of a snapshot.</summary>
public enum SnapshotProblemKind
{
    /// <summary>The directory holds no snapshot, or one of a format this version does not know.</summary>
    NotASnapshot = 1,

    /// <summary>The file's content is not what was published.</summary>
    Changed = 2,

    /// <summary>The file was published and is not there.</summary>
    Missing = 3,

    /// <summary>The file is there and was not published.</summary>
    Unlisted = 4,

    /// <summary>A path or link that leads outside the snapshot; it was not followed.</summary>
    Hostile = 5,
}

/// <summary>An error in a snapshot.</summary>
/// <param name="Kind">The kind of the error.</param>
/// <param name="Path">The file, as a path within the snapshot.</param>
/// <param name="Message">One sentence for a person, the path not repeated.</param>
public sealed record SnapshotProblem(SnapshotProblemKind Kind, string Path, string Message);

/// <summary>The result of verifying a snapshot.</summary>
public sealed record SnapshotVerification
{
    /// <summary>Gets the manifest of the snapshot; null where it could not be read.</summary>
    public SnapshotManifest? Manifest { get; init; }

    /// <summary>Files whose content was hashed.</summary>
    public required int FilesChecked { get; init; }

    /// <summary>SHA-256 of <c>SHA256SUMS</c>, which stands for the whole snapshot; null where there is none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets the errors, ordered by path.</summary>
    public required IReadOnlyList<SnapshotProblem> Problems { get; init; }

    /// <summary>Gets a value indicating whether there are no errors.</summary>
    public bool IsIntact => Problems.Count == 0;
}
