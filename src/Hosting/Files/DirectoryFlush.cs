namespace LatBench.Hosting.Files;

/// <summary>Brings the entries of a directory to the disk, so that a renamed file keeps its name through a power failure.</summary>
public static class DirectoryFlush
{
    /// <summary>Flushes one directory. File systems that cannot do so are left to themselves, and Windows keeps its directories without it.</summary>
    /// <exception cref="IOException">The disk is full or reports an error.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var errno = NativeFiles.FlushDirectory(directory);
        if (errno != 0 && ErrorCodes.OfUnix(errno) is FileFault.DeviceError or FileFault.DiskFull or FileFault.QuotaExceeded)
            throw new IOException($"The directory '{directory}' cannot be flushed.", errno);
    }

    /// <summary>Flushes every file and every directory of a tree, itself included.</summary>
    /// <exception cref="IOException">The disk is full or reports an error.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be opened.</exception>
    public static void FlushTree(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        foreach (var child in Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories))
            Flush(child);
        Flush(directory);
    }

    /// <summary>Renames a directory whose files are on the disk, so that it has its new name there as well.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static void Move(string from, string to)
    {
        Directory.Move(from, to);
        Flush(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }
}
