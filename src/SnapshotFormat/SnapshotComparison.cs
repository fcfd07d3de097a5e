namespace LatBench.SnapshotFormat;

/// <summary>Compares the files that are there with those that were published.</summary>
internal static class SnapshotComparison
{
    /// <param name="hashes">SHA-256 of every file that is there but <c>SHA256SUMS</c>.</param>
    /// <param name="listed">The entries of <c>SHA256SUMS</c>.</param>
    /// <param name="sums">Its bytes.</param>
    /// <param name="manifest">The content of <c>manifest.json</c>; null where it cannot be read.</param>
    public static IEnumerable<SnapshotProblem> Compare(
        IReadOnlyDictionary<string, string> hashes,
        IReadOnlyDictionary<string, string> listed,
        byte[] sums,
        SnapshotManifest? manifest)
    {
        var published = Published(manifest, hashes, listed);

        foreach (var (path, expected) in listed)
        {
            if (SnapshotPath.Fault(path) is { } fault)
                yield return new(SnapshotProblemKind.Hostile, path, $"{SnapshotLayout.ChecksumFile} names it, but {fault}; it was not opened.");
            else if (!hashes.TryGetValue(path, out var actual))
                yield return new(SnapshotProblemKind.Missing, path, $"{SnapshotLayout.ChecksumFile} names it, but it is not there.");
            else if (actual != expected && published.GetValueOrDefault(path) != actual)
                yield return new(SnapshotProblemKind.Changed, path, $"Its SHA-256 is {actual}; {SnapshotLayout.ChecksumFile} says {expected}.");
        }

        foreach (var path in hashes.Keys.Where(path => !listed.ContainsKey(path)))
            yield return new(SnapshotProblemKind.Unlisted, path, $"It is there, but {SnapshotLayout.ChecksumFile} does not name it.");

        if (manifest is null || manifest.Format != SnapshotLayout.Format)
            yield return new(SnapshotProblemKind.NotASnapshot, SnapshotLayout.ManifestFile, ManifestFault(manifest));
        if (ChecksumFault(listed, sums, hashes, published) is { } listFault)
            yield return new(SnapshotProblemKind.Changed, SnapshotLayout.ChecksumFile, listFault);
    }

    // manifest.json holds the hashes a second time; where it is intact itself, a changed SHA256SUMS is told from a changed file.
    private static Dictionary<string, string> Published(
        SnapshotManifest? manifest, IReadOnlyDictionary<string, string> hashes, IReadOnlyDictionary<string, string> listed) =>
        manifest is null || hashes[SnapshotLayout.ManifestFile] != listed.GetValueOrDefault(SnapshotLayout.ManifestFile)
            ? []
            : manifest.Files.GroupBy(file => file.Path).ToDictionary(group => group.Key, group => group.First().Sha256);

    private static string ManifestFault(SnapshotManifest? manifest) => manifest is null
        ? "It is missing or is not the manifest of a snapshot."
        : $"The format is '{manifest.Format}'; this version of LatBench reads '{SnapshotLayout.Format}'.";

    private static string? ChecksumFault(
        IReadOnlyDictionary<string, string> listed,
        byte[] sums,
        IReadOnlyDictionary<string, string> hashes,
        Dictionary<string, string> published)
    {
        if (listed.Keys.All(path => SnapshotPath.Fault(path) is null)
            && !ChecksumList.Write(listed.Select(file => (file.Key, file.Value))).AsSpan().SequenceEqual(sums))
            return "It is not byte for byte what its lines say, or they are not ordered by path.";
        var wrong = published
            .Where(file => hashes.GetValueOrDefault(file.Key) == file.Value && listed.GetValueOrDefault(file.Key) != file.Value)
            .Select(file => file.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return wrong is null ? null : $"Of {wrong} it says something else than {SnapshotLayout.ManifestFile}, which agrees with the file.";
    }
}
