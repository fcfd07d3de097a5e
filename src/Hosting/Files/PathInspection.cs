namespace LatBench.Hosting.Files;

/// <summary>Looks at a path for what the error code of an operation leaves open: .NET reports a broken link, a missing directory and a file in the place of a directory alike.</summary>
internal static class PathInspection
{
    /// <summary>The more exact error; null where looking at the path tells nothing more.</summary>
    public static FileError? Find(string path, FileFault fault)
    {
        try
        {
            return FindIn(Path.GetFullPath(path), fault);
        }
        catch (Exception exception) when (FileError.Is(exception) || exception is ArgumentException)
        {
            return null;
        }
    }

    private static FileError? FindIn(string path, FileFault fault)
    {
        foreach (var directory in Ancestors(path))
        {
            if (BadLink(directory) is { } bad)
                return bad;
            if (File.Exists(directory))
                return FileError.Of(FileFault.NotADirectory, directory);
            if (!Path.Exists(directory))
                return fault == FileFault.Missing ? new(FileFault.Missing, directory, $"the directory {directory} does not exist", "create it") : null;
        }

        if (BadLink(path) is { } link)
            return link;
        if (fault != FileFault.AlreadyExists && Directory.Exists(path))
            return IsClosed(path) ? null : FileError.Of(FileFault.IsADirectory, path);
        return fault == FileFault.AlreadyExists && File.Exists(path)
            ? new(FileFault.NotADirectory, path, $"{path} exists and is a file", "move that file away")
            : null;
    }

    /// <summary>A directory that this user may not write is refused for that, whatever was to be done with it.</summary>
    private static bool IsClosed(string directory) => !OperatingSystem.IsWindows() && NativeFiles.MayWrite(directory) != 0;

    private static FileError? BadLink(string path)
    {
        if (new FileInfo(path).LinkTarget is null)
            return null;
        try
        {
            return Path.Exists(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName) ? null : FileError.Of(FileFault.BrokenLink, path);
        }
        catch (IOException)
        {
            return FileError.Of(FileFault.LinkLoop, path);
        }
    }

    /// <summary>The directories above a path, the root first.</summary>
    private static Stack<string> Ancestors(string path)
    {
        var ancestors = new Stack<string>();
        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
            ancestors.Push(parent);
        return ancestors;
    }
}
