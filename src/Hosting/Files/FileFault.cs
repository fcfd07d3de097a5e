namespace LatBench.Hosting.Files;

/// <summary>The cause of a failed file operation, as the operating system tells it.</summary>
public enum FileFault
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>The user lacks a permission (EACCES, EPERM).</summary>
    NotPermitted,

    /// <summary>The file system is mounted read-only (EROFS).</summary>
    ReadOnlyFileSystem,

    /// <summary>The file system has no space or no inodes left (ENOSPC).</summary>
    DiskFull,

    /// <summary>The quota of the user is used up (EDQUOT).</summary>
    QuotaExceeded,

    /// <summary>Another process holds a lock on the file (EWOULDBLOCK).</summary>
    InUse,

    /// <summary>The file system offers no locks (ENOLCK, EOPNOTSUPP), as some network file systems.</summary>
    NoLocks,

    /// <summary>The file or a directory on its path does not exist (ENOENT).</summary>
    Missing,

    /// <summary>Something on the path is a file where a directory is needed (ENOTDIR).</summary>
    NotADirectory,

    /// <summary>The path names a directory where a file is needed (EISDIR).</summary>
    IsADirectory,

    /// <summary>Something of that name exists (EEXIST).</summary>
    AlreadyExists,

    /// <summary>A symbolic link on the path leads to nothing.</summary>
    BrokenLink,

    /// <summary>Symbolic links on the path lead in a circle (ELOOP).</summary>
    LinkLoop,

    /// <summary>The name or the path has too many characters (ENAMETOOLONG).</summary>
    NameTooLong,

    /// <summary>The process or the system has too many open files (EMFILE, ENFILE).</summary>
    TooManyOpenFiles,

    /// <summary>The disk reports an error (EIO).</summary>
    DeviceError,

    /// <summary>The server of a network file system no longer knows the file (ESTALE).</summary>
    StaleHandle,
}
