using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace LatBench.DeviceAgent.Artifacts;

/// <summary>
/// Artefacts on the disk of the device, one folder each, named by hash. Bounded: the least recently used ones go first.
/// Not for concurrent use.
/// </summary>
/// <param name="directory">The directory that they lie in.</param>
/// <param name="maxBytes">Bound on all of them together. What the current batch uses is kept even beyond it.</param>
/// <param name="download">Fetches what is missing.</param>
/// <param name="clock">Tells when an artefact was used.</param>
/// <param name="logger">Log.</param>
internal sealed class ArtifactCache(string directory, long maxBytes, ArtifactDownload download, TimeProvider clock, ILogger<ArtifactCache> logger)
{
    // Checked since this process started: a disk may have lost bytes meanwhile.
    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);

    /// <summary>The file of an artefact, fetched if need be.</summary>
    /// <param name="sha256">Its hash.</param>
    /// <param name="fileName">Name that the file shall have.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="ArtifactException">It cannot be had.</exception>
    public async Task<string> GetAsync(string sha256, string fileName, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(directory, ArtifactName.RequireSha256(sha256));
        var path = Path.Combine(folder, ArtifactName.RequireFileName(fileName));
        if (!await HasAsync(sha256, path, cancellationToken).ConfigureAwait(false))
            await download.FetchAsync(sha256, path, cancellationToken).ConfigureAwait(false);

        _checked.Add(path);
        Directory.SetLastWriteTimeUtc(folder, clock.GetUtcNow().UtcDateTime);
        return path;
    }

    /// <summary>Deletes the least recently used artefacts until the rest fits, but none of those in use.</summary>
    public void Trim(IReadOnlySet<string> inUse)
    {
        if (!Directory.Exists(directory)) return;
        var folders = new DirectoryInfo(directory).GetDirectories()
            .Select(folder => (Folder: folder, Bytes: folder.EnumerateFiles().Sum(file => file.Length)))
            .OrderBy(entry => entry.Folder.LastWriteTimeUtc)
            .ToArray();
        var total = folders.Sum(entry => entry.Bytes);
        foreach (var (folder, bytes) in folders)
        {
            if (total <= maxBytes) return;
            if (inUse.Contains(folder.Name)) continue;
            folder.Delete(recursive: true);
            _checked.RemoveWhere(path => path.StartsWith(folder.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal));
            total -= bytes;
            ArtifactLog.Evicted(logger, folder.Name);
        }
    }

    private async Task<bool> HasAsync(string sha256, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return false;
        if (_checked.Contains(path)) return true;
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == sha256;
    }
}
