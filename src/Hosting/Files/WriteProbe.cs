namespace LatBench.Hosting.Files;

/// <summary>Finds out why a file cannot be written where the library that writes it does not tell the error of the system.</summary>
public static class WriteProbe
{
    private const int Bytes = 4096;

    /// <summary>
    /// Asks the system about the file and writes a small file beside it, which is removed. The file itself is never opened: a process that closes a file loses its
    /// own record locks on it, those of a database among them.
    /// </summary>
    /// <returns>The error; null where the file can be written.</returns>
    public static FileError? Find(string path)
    {
        try
        {
            return FindAt(new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            return FileError.Of(exception, path);
        }
    }

    private static FileError? FindAt(string file)
    {
        if (Directory.Exists(file))
            return FileError.Of(FileFault.IsADirectory, file);
        if (File.Exists(file) && !OperatingSystem.IsWindows() && NativeFiles.MayWrite(file) is not 0 and var errno)
            return FileError.Of(ErrorCodes.OfUnix(errno), file);
        var probe = Path.Combine(Path.GetDirectoryName(file)!, AtomicFile.Prefix + Path.GetRandomFileName());
        using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        stream.Write(new byte[Bytes]);
        stream.Flush(flushToDisk: true);
        return null;
    }
}
