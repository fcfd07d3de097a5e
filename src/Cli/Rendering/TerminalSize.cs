using System.Runtime.InteropServices;

namespace LatBench.Cli.Rendering;

/// <summary>Reads the size of a terminal. <see cref="Console"/> knows only that of standard output, and progress goes to standard error.</summary>
internal static partial class TerminalSize
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    private const nuint LinuxTiocgwinsz = 0x5413;

    /// <summary>The columns of the terminal at a file descriptor; null where there is none or it does not say.</summary>
    public static int? Columns(int descriptor)
    {
        if (OperatingSystem.IsLinux())
        {
            // Rows, columns, and both in pixels.
            Span<ushort> size = stackalloc ushort[4];
            return Control(descriptor, LinuxTiocgwinsz, size) == 0 && size[1] > 0 ? size[1] : null;
        }

        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : null;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, nuint request, Span<ushort> size);
}
