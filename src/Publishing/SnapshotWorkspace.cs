using LatBench.Hosting.Files;
using LatBench.SnapshotFormat;

namespace LatBench.Publishing;

/// <summary>
/// The directory of snapshots while one is being made. A snapshot is written into a hidden directory beside the others and
/// renamed when it is whole, so that one is there completely or not at all.
/// </summary>
internal sealed class SnapshotWorkspace : IDisposable
{
    private const string LockFile = ".lock";

    private readonly string _directory;
    private readonly FileLock _lock;

    private SnapshotWorkspace(string directory, FileLock fileLock)
    {
        (_directory, _lock) = (directory, fileLock);
        Building = Path.Combine(directory, ".building");
    }

    /// <summary>Gets the directory that the snapshot is written to.</summary>
    public string Building { get; }

    /// <summary>Takes the directory for one build, and removes what a build that was cut off left behind.</summary>
    /// <exception cref="SnapshotRefusedException">It cannot be written, or another process makes a snapshot there.</exception>
    public static SnapshotWorkspace Open(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var workspace = new SnapshotWorkspace(directory, FileLock.Take(Path.Combine(directory, LockFile)));
            try
            {
                workspace.Clear();
                Directory.CreateDirectory(workspace.Building);
                return workspace;
            }
            catch
            {
                workspace._lock.Dispose();
                throw;
            }
        }
        catch (FileInUseException exception)
        {
            var holder = exception.HolderProcessId is { } id ? FormattableString.Invariant($" (process {id})") : "";
            throw new SnapshotRefusedException($"Another process is making a snapshot in '{directory}'{holder}; try again when it is done.", exception);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            throw Refused(directory, exception);
        }
    }

    /// <summary>The refusal of a directory that an error of the file system makes useless.</summary>
    public static SnapshotRefusedException Refused(string directory, Exception exception)
    {
        var error = FileError.Of(exception, directory);
        return new(error.Describe($"Snapshots cannot be written to '{directory}'"), exception) { IsFull = error.IsFull };
    }

    /// <summary>Returns the path at which the snapshot of a version is or will be.</summary>
    public string PathOf(string directoryName) => Path.Combine(_directory, directoryName);

    /// <summary>
    /// Makes what was written the snapshot of a version. A directory of that name that no record knows comes from a build that was
    /// cut off between renaming and recording: it is adopted where it is the same, byte for byte, and moved aside otherwise.
    /// </summary>
    public async Task PublishAsync(string directoryName, string sha256, CancellationToken cancellationToken)
    {
        var final = PathOf(directoryName);
        if (Directory.Exists(final))
        {
            var found = await SnapshotVerifier.VerifyAsync(final, cancellationToken);
            if (found.IsIntact && found.Sha256 == sha256)
                return;
            SetAside(directoryName);
        }

        DirectoryFlush.FlushTree(Building);
        cancellationToken.ThrowIfCancellationRequested();
        DirectoryFlush.Move(Building, final);
    }

    /// <summary>Renames a directory that is no snapshot's, hidden and never deleted: an operator may want to look at it.</summary>
    public void SetAside(string directoryName) => Directory.Move(PathOf(directoryName), FreeName(directoryName));

    public void Dispose()
    {
        try
        {
            Clear();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private void Clear()
    {
        if (Directory.Exists(Building))
            Directory.Delete(Building, recursive: true);
    }

    private string FreeName(string directoryName)
    {
        for (var i = 1; ; i++)
        {
            var name = Path.Combine(_directory, $".unrecorded-{directoryName}-{i}");
            if (!Path.Exists(name))
                return name;
        }
    }
}
