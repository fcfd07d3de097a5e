using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LatBench.Hosting.Files;

/// <summary>Calls into libc; on Unix only.</summary>
internal static unsafe partial class NativeFiles
{
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int WriteAccess = 2;
    private const int ReadOnly = 0;

    /// <summary>Locks an open file; 0, or the errno.</summary>
    public static int Lock(SafeFileHandle file) => FLock(file, ExclusiveWithoutWaiting) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Asks whether this user may write a file, without opening it; 0, or the errno.</summary>
    public static int MayWrite(string path) => Access(path, WriteAccess) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Brings the entries of a directory to the disk; 0, or the errno.</summary>
    public static int FlushDirectory(string path)
    {
        var directory = Open(path, ReadOnly);
        if (directory < 0)
            return Marshal.GetLastPInvokeError();
        var errno = FSync(directory) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(directory);
        return errno;
    }

    /// <summary>The path without links; null where it does not exist.</summary>
    public static string? RealPath(string path)
    {
        var resolved = RealPath(path, null);
        var text = Marshal.PtrToStringUTF8((nint)resolved);
        NativeMemory.Free(resolved);
        return text;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial byte* RealPath(string path, byte* buffer);
}
