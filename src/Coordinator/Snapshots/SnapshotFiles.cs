using LatBench.Coordinator.Errors;
using LatBench.Coordinator.Hosting;
using LatBench.SnapshotFormat;
using LatBench.Storage;
using LatBench.Storage.Snapshots;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Snapshots;

/// <summary>The files of published snapshots. A caller can only reach what <c>SHA256SUMS</c> lists.</summary>
internal sealed class SnapshotFiles(CoordinatorOptions options, SharedSnapshots shared)
{
    /// <summary>Returns the directory of a snapshot.</summary>
    public string PathOf(Snapshot snapshot) => Path.Combine(options.SnapshotsDirectory, snapshot.DirectoryName);

    /// <summary>Makes sure that the files of a snapshot are here, and returns their directory.</summary>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: another coordinator made it and does not share it.</exception>
    public async Task<string> RequireAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            if (await shared.EnsureAsync(snapshot, cancellationToken))
                return PathOf(snapshot);
        }
        catch (StorageException e) when (!e.IsTransient)
        {
            throw RpcErrors.FailedPrecondition(e.Message);
        }

        throw RpcErrors.FailedPrecondition($"The files of snapshot {snapshot.Version} are not here: ask the coordinator that made it, or share a directory or a bucket between all of them (--artifacts DIR or s3://BUCKET).");
    }

    /// <summary>Every file of a snapshot, <c>SHA256SUMS</c> last.</summary>
    /// <exception cref="IOException">The files are not there or not readable.</exception>
    public async Task<IReadOnlyList<V1.SnapshotFile>> ListAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var root = await RequireAsync(snapshot, cancellationToken);
        var sums = await File.ReadAllBytesAsync(Path.Combine(root, SnapshotLayout.ChecksumFile), cancellationToken);
        if (!ChecksumList.TryRead(sums, out var listed, out var fault))
            throw new IOException($"{SnapshotLayout.ChecksumFile} of {snapshot.DirectoryName} cannot be read: {fault}.");

        return
        [
            .. listed.Select(file => Describe(root, file.Key, file.Value)),
            Describe(root, SnapshotLayout.ChecksumFile, snapshot.Sha256),
        ];
    }

    /// <summary>Opens one file of a snapshot; null where it has none of that path.</summary>
    public async Task<FileStream?> OpenAsync(Snapshot snapshot, string path, CancellationToken cancellationToken)
    {
        var files = await ListAsync(snapshot, cancellationToken);
        return files.Any(file => file.Path == path)
            ? new FileStream(SnapshotPath.Resolve(PathOf(snapshot), path), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true)
            : null;
    }

    private static V1.SnapshotFile Describe(string root, string path, string sha256) => new()
    {
        Path = path,
        Sha256 = sha256,
        SizeBytes = new FileInfo(SnapshotPath.Resolve(root, path)).Length,
    };
}
