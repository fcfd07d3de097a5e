using System.Text;

namespace LatBench.Hosting.Files;

/// <summary>
/// Writes files that are whole under their name or not there at all, also after a power failure: a temporary file beside the target is flushed to the disk and renamed.
/// A target that is a symbolic link stays one; the file that it leads to is replaced.
/// </summary>
public static class AtomicFile
{
    /// <summary>Mode of files with secrets: the owner reads and writes, and others have no access.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal const string Prefix = ".latbench-";

    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file, in an existing directory.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="mode">Its permissions from its creation on; null for those of any new file of this user.</param>
    /// <exception cref="IOException">It cannot be written; an older one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; an older one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var target = Target(path);
        var temporary = Beside(target);
        try
        {
            using (var file = new FileStream(temporary, Options(mode, FileOptions.None)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            Publish(temporary, target);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Writes or replaces a file with text in UTF-8.</summary>
    /// <inheritdoc cref="Write" path="/param|/exception"/>
    public static void WriteText(string path, string content, UnixFileMode? mode = null) => Write(path, Encoding.UTF8.GetBytes(content), mode);

    /// <summary>Writes or replaces a file with what a caller writes to a stream.</summary>
    /// <param name="path">The file, in an existing directory.</param>
    /// <param name="write">Writes its bytes.</param>
    /// <param name="mode">Its permissions from its creation on; null for those of any new file of this user.</param>
    /// <exception cref="IOException">It cannot be written; an older one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; an older one is as it was.</exception>
    public static async Task WriteAsync(string path, Func<FileStream, Task> write, UnixFileMode? mode = null)
    {
        var target = Target(path);
        var temporary = Beside(target);
        try
        {
            var file = new FileStream(temporary, Options(mode, FileOptions.Asynchronous));
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            Publish(temporary, target);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Removes the temporary files that a process left in a directory when it was killed. Call it where no other process writes there.</summary>
    public static void RemoveLeftovers(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, Prefix + "*"))
            Discard(file);
    }

    private static FileStreamOptions Options(UnixFileMode? mode, FileOptions options)
    {
        var settings = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = options };
        if (mode is not null && !OperatingSystem.IsWindows())
            settings.UnixCreateMode = mode;
        return settings;
    }

    private static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>A name that does not grow with that of the target, which may be as long as names can be.</summary>
    private static string Beside(string target) => Path.Combine(Path.GetDirectoryName(target)!, Prefix + Path.GetRandomFileName());

    private static void Publish(string temporary, string target)
    {
        File.Move(temporary, target, overwrite: true);
        DirectoryFlush.Flush(Path.GetDirectoryName(target)!);
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            // The error that led here is the one to report.
        }
    }
}
