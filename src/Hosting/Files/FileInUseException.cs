namespace LatBench.Hosting.Files;

/// <summary>Thrown when another process holds the lock of a file.</summary>
public sealed class FileInUseException : IOException
{
    internal FileInUseException(string path, int? holder, Exception? innerException)
        : base($"Another process holds the lock '{path}'.", innerException)
    {
        (Path, HolderProcessId) = (path, holder);
        HResult = innerException?.HResult ?? HResult;
    }

    /// <summary>The lock file.</summary>
    public string Path { get; }

    /// <summary>Process id of the holder; null where the system does not tell it.</summary>
    public int? HolderProcessId { get; }
}
