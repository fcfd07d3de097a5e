using Microsoft.Win32.SafeHandles;

namespace LatBench.Hosting.Files;

/// <summary>
/// A lock file that one process holds at a time; the system releases it when the process ends, however it ends. The file stays: deleting it would give two processes
/// a lock each.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock without waiting; the file is created where it is missing.</summary>
    /// <param name="path">The lock file, in an existing directory.</param>
    /// <exception cref="FileInUseException">Another process holds it, and nothing else is wrong.</exception>
    /// <exception cref="IOException">The file cannot be opened for writing, or its file system has no locks.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened for writing.</exception>
    public static FileLock Take(string path)
    {
        var handle = Open(path);
        try
        {
            // .NET asks for the lock when it opens the file, but goes on without one where there are no locks, or where a variable of the environment forbids them.
            if (!OperatingSystem.IsWindows())
                Require(path, NativeFiles.Lock(handle));
            return new FileLock(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (ErrorCodes.Find(exception.HResult) == FileFault.InUse)
        {
            throw new FileInUseException(path, LockHolder.Find(path), exception);
        }
    }

    private static void Require(string path, int errno)
    {
        if (errno == 0)
            return;
        var refused = new IOException($"The lock '{path}' was refused.", errno);
        throw ErrorCodes.OfUnix(errno) == FileFault.InUse ? new FileInUseException(path, LockHolder.Find(path), refused) : refused;
    }
}
