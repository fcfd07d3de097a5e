using System.Security.Cryptography;
using LatBench.Coordinator.Hosting;
using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;
using LatBench.Storage;
using LatBench.Storage.Artifacts;
using LatBench.Storage.Snapshots;

namespace LatBench.Coordinator.Snapshots;

/// <summary>
/// Snapshots among the artefacts, where several coordinators share them: the one that makes a snapshot puts its files there, and one that is asked for the snapshot
/// of another fetches it into its own directory first, checked, whole or not at all. A coordinator that was given no place for artefacts shares nothing.
/// </summary>
internal sealed class SharedSnapshots(IStore store, IArtifactStore artifacts, CoordinatorOptions options) : IDisposable
{
    private const int PageSize = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Puts the files of a snapshot among the shared artefacts, <c>SHA256SUMS</c> last; those that are there already stay.</summary>
    /// <exception cref="StorageException">They cannot be read here, or not be written there.</exception>
    public async Task ShareAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (!options.SharesArtifacts)
            return;
        var root = PathOf(snapshot);
        try
        {
            var sums = await File.ReadAllBytesAsync(Path.Combine(root, SnapshotLayout.ChecksumFile), cancellationToken);
            foreach (var path in Listed(snapshot, sums).Keys)
                await artifacts.PutFileAsync(SnapshotPath.Resolve(root, path), cancellationToken);
            await artifacts.PutAsync(sums, cancellationToken);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var error = FileError.Of(exception, root);
            throw new StorageException($"Snapshot {snapshot.Version} cannot be shared ({error.Reason}): repair {root}, or delete it where another coordinator shares it.", isTransient: error.IsFull, exception) { IsFull = error.IsFull };
        }
    }

    /// <summary>Determines whether a shared snapshot has an artefact among its files.</summary>
    /// <param name="sha256">The SHA-256 of the artefact.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StorageException">The shared artefacts cannot be read.</exception>
    public async Task<bool> ListsAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!options.SharesArtifacts)
            return false;
        long? before = null;
        while (await store.Snapshots.ListAsync(before, PageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var snapshot in page)
            {
                await using var sums = await artifacts.OpenAsync(snapshot.Sha256, cancellationToken);
                if (sums is null)
                    continue;
                using var reader = new StreamReader(sums);
                if ((await reader.ReadToEndAsync(cancellationToken)).Contains(sha256, StringComparison.Ordinal))
                    return true;
            }

            before = page[^1].Id;
        }

        return false;
    }

    /// <summary>Fetches the files of a snapshot into this coordinator's directory where they are not there yet; returns true where they are there then.</summary>
    /// <exception cref="StorageException">The shared artefacts cannot be read or are damaged, or the directory cannot be written.</exception>
    public async Task<bool> EnsureAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (Directory.Exists(PathOf(snapshot)))
            return true;
        if (!options.SharesArtifacts)
            return false;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return Directory.Exists(PathOf(snapshot)) || await FetchAsync(snapshot, cancellationToken);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            var error = FileError.Of(exception, options.SnapshotsDirectory);
            var what = $"Snapshot {snapshot.Version} cannot be fetched from the shared artefacts";
            throw new StorageException(error.Fault == FileFault.Unknown ? $"{what}: {exception.Message}" : error.Describe(what), isTransient: error.IsFull, exception) { IsFull = error.IsFull };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> FetchAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var fetching = Path.Combine(options.SnapshotsDirectory, $".fetching-{snapshot.DirectoryName}");
        if (Directory.Exists(fetching))
            Directory.Delete(fetching, recursive: true);
        try
        {
            Directory.CreateDirectory(fetching);
            var sums = Path.Combine(fetching, SnapshotLayout.ChecksumFile);
            if (!await FetchAsync(snapshot.Sha256, sums, cancellationToken))
                return false;
            foreach (var (path, sha256) in Listed(snapshot, await File.ReadAllBytesAsync(sums, cancellationToken)))
            {
                var file = SnapshotPath.Resolve(fetching, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                if (!await FetchAsync(sha256, file, cancellationToken))
                    return false;
            }

            DirectoryFlush.Move(fetching, PathOf(snapshot));
            return true;
        }
        finally
        {
            if (Directory.Exists(fetching))
                Directory.Delete(fetching, recursive: true);
        }
    }

    private async Task<bool> FetchAsync(string sha256, string file, CancellationToken cancellationToken)
    {
        await using var from = await artifacts.OpenAsync(sha256, cancellationToken);
        if (from is null)
            return false;
        await using (var to = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await from.CopyToAsync(to, cancellationToken);
            to.Flush(flushToDisk: true);
        }

        return await ChecksumList.HashFileAsync(file, cancellationToken) == sha256
            ? true
            : throw new IOException($"The artefact {sha256} is damaged: remove it from the shared artefacts and publish the snapshot again where it was made.");
    }

    private static IReadOnlyDictionary<string, string> Listed(Snapshot snapshot, byte[] sums) =>
        Convert.ToHexStringLower(SHA256.HashData(sums)) == snapshot.Sha256 && ChecksumList.TryRead(sums, out var listed, out _)
            ? listed
            : throw new IOException($"{SnapshotLayout.ChecksumFile} of {snapshot.DirectoryName} is not what was published.");

    private string PathOf(Snapshot snapshot) => Path.Combine(options.SnapshotsDirectory, snapshot.DirectoryName);
}
