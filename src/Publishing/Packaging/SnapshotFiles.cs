using LatBench.SnapshotFormat;

namespace LatBench.Publishing.Packaging;

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
