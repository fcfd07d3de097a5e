using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace LatBench.TestKit;

/// <summary>A pseudo-terminal of the operating system with a width of its own, and everything that was written to it. Linux only.</summary>
public sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const nuint SetWindowSize = 0x5414;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _slave;
    private readonly Task<string> _read;

    private PseudoTerminal(SafeFileHandle master, SafeFileHandle slave, string path)
    {
        (_master, _slave, Path) = (master, slave, path);
        _read = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>The device file that a program opens to write to the terminal.</summary>
    public string Path { get; }

    /// <summary>The terminal as a file descriptor of this process.</summary>
    public int Descriptor => (int)_slave.DangerousGetHandle();

    /// <summary>Opens a terminal of so many columns.</summary>
    public static PseudoTerminal Open(int columns)
    {
        var master = new SafeFileHandle(Check(OpenMaster(ReadWrite | NoControllingTerminal)), ownsHandle: true);
        var descriptor = (int)master.DangerousGetHandle();
        Check(Grant(descriptor));
        Check(Unlock(descriptor));
        Span<byte> name = stackalloc byte[128];
        Check(-NameOf(descriptor, name, (nuint)name.Length));
        var path = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        Check(Control(descriptor, SetWindowSize, [24, (ushort)columns, 0, 0]));
        return new PseudoTerminal(master, new SafeFileHandle(Check(OpenFile(path, ReadWrite | NoControllingTerminal)), ownsHandle: true), path);
    }

    /// <summary>A writer to the terminal that leaves it open.</summary>
    public TextWriter Writer() => new StreamWriter(new FileStream(new SafeFileHandle(_slave.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, 0), new UTF8Encoding(false)) { AutoFlush = true };

    /// <summary>Closes the terminal and returns what was written to it, with the line ends and without the control sequences of terminals.</summary>
    /// <remarks>Every other process that has it open must have closed it, or nothing comes back.</remarks>
    public async Task<string> CloseAsync(CancellationToken cancellationToken) =>
        Sequence().Replace(await CloseRawAsync(cancellationToken), "").Replace("\r", "", StringComparison.Ordinal);

    /// <summary>Closes the terminal and returns what was written to it, as it is.</summary>
    public Task<string> CloseRawAsync(CancellationToken cancellationToken)
    {
        _slave.Dispose();
        return _read.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
    }

    public void Dispose()
    {
        _slave.Dispose();
        _master.Dispose();
    }

    // Reading fails once no process has the terminal open any more and everything was read.
    private string Read()
    {
        using var text = new MemoryStream();
        var buffer = new byte[4096];
        using var stream = new FileStream(_master, FileAccess.Read, 0);
        try
        {
            for (int count; (count = stream.Read(buffer)) > 0;)
                text.Write(buffer, 0, count);
        }
        catch (IOException)
        {
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"The pseudo-terminal cannot be opened: error {Marshal.GetLastPInvokeError()}.");

    [GeneratedRegex(@"\e(\[[0-9;?]*[A-Za-z]|[=>])", RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NameOf(int master, Span<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, nuint request, ReadOnlySpan<ushort> size);
}
