namespace LatBench.Hosting.Files;

/// <summary>A failed file operation for its user: the cause, and a way out of it.</summary>
/// <param name="Fault">The cause.</param>
/// <param name="Path">The file or directory at fault; null where the system does not tell it.</param>
/// <param name="Reason">The cause in words that complete "cannot be written (…)", without a full stop.</param>
/// <param name="Remedy">The way to resolve it, in the imperative, without a full stop.</param>
public sealed record FileError(FileFault Fault, string? Path, string Reason, string Remedy)
{
    /// <summary>True where space on the disk is all that is missing: the same operation succeeds once there is some.</summary>
    public bool IsFull => Fault is FileFault.DiskFull or FileFault.QuotaExceeded;

    /// <summary>True for the exceptions that file operations throw for what the system refuses.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>Explains an exception of a file operation.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="path">The file or directory of the operation, where the exception itself names none.</param>
    public static FileError Of(Exception exception, string? path = null)
    {
        var file = PathIn(exception) ?? path;
        var fault = ErrorCodes.Find(exception.HResult);
        if (file is not null && fault is FileFault.Missing or FileFault.AlreadyExists or FileFault.NotPermitted or FileFault.NotADirectory or FileFault.IsADirectory or FileFault.LinkLoop
            && PathInspection.Find(file!, fault) is { } found)
            return found;
        return Of(fault, file, exception.Message.TrimEnd('.', ' '));
    }

    /// <summary>Explains a fault that is known without an exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="path">The file or directory at fault, where it is known.</param>
    /// <param name="message">The reason of a fault that is none of the others.</param>
    public static FileError Of(FileFault fault, string? path, string message = "") => fault switch
    {
        FileFault.NotPermitted => new(fault, path, path is null ? "permission denied" : $"permission denied for {path}", "change its permissions"),
        FileFault.ReadOnlyFileSystem => new(fault, path, "its file system is read-only", "make it writable"),
        FileFault.DiskFull => new(fault, path, "its disk is full", "free some space"),
        FileFault.QuotaExceeded => new(fault, path, "the disk quota of this user is used up", "free some space"),
        FileFault.InUse => new(fault, path, "another process uses it", "end that process"),
        FileFault.NoLocks => new(fault, path, "its file system has no file locks", "use a local disk"),
        FileFault.Missing => new(fault, path, path is null ? "it does not exist" : $"{path} does not exist", "check the path"),
        FileFault.NotADirectory => new(fault, path, path is null ? "a file is in the place of a directory" : $"{path} is a file and no directory", "move that file away"),
        FileFault.IsADirectory => new(fault, path, path is null ? "it is a directory" : $"{path} is a directory", "move that directory away"),
        FileFault.AlreadyExists => new(fault, path, "something of that name exists", "move it away"),
        FileFault.BrokenLink => new(fault, path, $"{path} is a symbolic link to something that does not exist", "create what it leads to"),
        FileFault.LinkLoop => new(fault, path, path is null ? "symbolic links lead in a circle" : $"the symbolic link {path} leads in a circle", "remove the link"),
        FileFault.NameTooLong => new(fault, path, "its name or path is too long", "choose a shorter one"),
        FileFault.TooManyOpenFiles => new(fault, path, "too many files are open", "raise the limit (ulimit -n)"),
        FileFault.DeviceError => new(fault, path, "its disk reports an error", "check the disk"),
        FileFault.StaleHandle => new(fault, path, "the network file system no longer knows it", "mount it again"),
        _ => new(fault, path, message, "check the path and its disk"),
    };

    /// <summary>The error in one sentence.</summary>
    /// <param name="what">The failure in words, for example "The data directory /srv/latbench cannot be written".</param>
    /// <param name="alternative">Another way out, in the imperative; null where there is none.</param>
    public string Describe(string what, string? alternative = null) =>
        alternative is null ? $"{what} ({Reason}): {Remedy}." : $"{what} ({Reason}): {Remedy}, or {alternative}.";

    /// <summary>The error in one sentence, where nothing else is known than the error.</summary>
    public string Sentence() => Fault == FileFault.Unknown ? Reason + "." : Describe($"{Path ?? "A file"} cannot be used");

    /// <summary>.NET puts the path between apostrophes, which a path may contain as well.</summary>
    private static string? PathIn(Exception exception)
    {
        if (exception is FileInUseException held)
            return held.Path;
        var message = exception.Message;
        var (first, last) = (message.IndexOf('\'', StringComparison.Ordinal), message.LastIndexOf('\''));
        return last > first + 1 && System.IO.Path.IsPathRooted(message[(first + 1)..last]) ? message[(first + 1)..last] : null;
    }
}
