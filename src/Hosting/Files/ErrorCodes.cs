namespace LatBench.Hosting.Files;

/// <summary>
/// The meaning of <see cref="Exception.HResult"/> of a file error. On Unix .NET puts the errno there, apart from missing files, paths that are too long and missing
/// permissions, for which it uses the Windows code everywhere.
/// </summary>
internal static class ErrorCodes
{
    private const int Win32Facility = unchecked((int)0x80070000);
    private const int CodeMask = 0xFFFF;

    public static FileFault Find(int hresult)
    {
        if ((hresult & ~CodeMask) == Win32Facility)
            return OfWindows(hresult & CodeMask);
        return hresult is > 0 and <= CodeMask && !OperatingSystem.IsWindows() ? OfUnix(hresult) : FileFault.Unknown;
    }

    /// <summary>The fault of an errno of this system.</summary>
    public static FileFault OfUnix(int errno) => errno switch
    {
        1 or 13 => FileFault.NotPermitted,
        2 => FileFault.Missing,
        5 => FileFault.DeviceError,
        17 => FileFault.AlreadyExists,
        20 => FileFault.NotADirectory,
        21 => FileFault.IsADirectory,
        23 or 24 => FileFault.TooManyOpenFiles,
        28 => FileFault.DiskFull,
        30 => FileFault.ReadOnlyFileSystem,
        // From here on the numbers of Linux and of the systems that descend from BSD differ.
        _ => OperatingSystem.IsLinux() ? OfLinux(errno) : OfBsd(errno),
    };

    private static FileFault OfLinux(int errno) => errno switch
    {
        11 => FileFault.InUse,
        36 => FileFault.NameTooLong,
        37 or 38 or 95 => FileFault.NoLocks,
        40 => FileFault.LinkLoop,
        116 => FileFault.StaleHandle,
        122 => FileFault.QuotaExceeded,
        _ => FileFault.Unknown,
    };

    private static FileFault OfBsd(int errno) => errno switch
    {
        35 => FileFault.InUse,
        45 or 77 or 78 or 102 => FileFault.NoLocks,
        62 => FileFault.LinkLoop,
        63 => FileFault.NameTooLong,
        69 => FileFault.QuotaExceeded,
        70 => FileFault.StaleHandle,
        _ => FileFault.Unknown,
    };

    private static FileFault OfWindows(int code) => code switch
    {
        2 or 3 => FileFault.Missing,
        4 => FileFault.TooManyOpenFiles,
        5 => FileFault.NotPermitted,
        19 => FileFault.ReadOnlyFileSystem,
        32 or 33 => FileFault.InUse,
        39 or 112 => FileFault.DiskFull,
        80 or 183 => FileFault.AlreadyExists,
        206 => FileFault.NameTooLong,
        267 => FileFault.NotADirectory,
        1117 => FileFault.DeviceError,
        1295 => FileFault.QuotaExceeded,
        _ => FileFault.Unknown,
    };
}
