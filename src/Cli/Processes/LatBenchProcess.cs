using System.Globalization;
using System.Text;

namespace LatBench.Cli.Processes;

/// <summary>
/// A running coordinator or agent that this command did not start. It is known by the lock file of its data directory, which it holds open, and by
/// its program: the number in a file may belong to another process by now.
/// </summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTime">When it was started, in ticks since the machine was: the same id with another start is another process.</param>
internal sealed record LatBenchProcess(int Id, ulong StartTime)
{
    private const string Processes = "/proc";
    private const int StateField = 0;
    private const int StartTimeField = 19;
    private const int MaxLinks = 40;

    /// <summary>The processes of a program that hold a file open, of those that this user may look into; none but on Linux.</summary>
    /// <param name="program">The assembly, without its extension.</param>
    /// <param name="file">The file.</param>
    public static IReadOnlyList<LatBenchProcess> Holding(string program, string file)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
            return [];
        var path = RealPath(file);
        return
        [
            .. from folder in Directory.EnumerateDirectories(Processes)
               where int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
               let id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)
               where id != Environment.ProcessId && IsProgram(id, program) && HasOpen(id, path)
               let start = StartOf(id)
               where start is not null
               select new LatBenchProcess(id, start.Value),
        ];
    }

    /// <summary>Determines by its command line whether a process runs a program of LatBench.</summary>
    public static bool IsProgram(int id, string program) =>
        Read($"{Processes}/{id}/cmdline").Split('\0').Any(argument => Path.GetFileNameWithoutExtension(argument) == program || Path.GetFileName(argument) == program);

    /// <summary>Gets a value indicating whether it still runs; a zombie, whose parent has not yet read its exit code, does not.</summary>
    public bool IsRunning => StartOf(Id) == StartTime;

    private static ulong? StartOf(int id)
    {
        // The name in parentheses may hold blanks and parentheses itself.
        var text = Read($"{Processes}/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeField && fields[StateField] is not ("Z" or "X")
            && ulong.TryParse(fields[StartTimeField], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? ticks
            : null;
    }

    private static bool HasOpen(int id, string path)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"{Processes}/{id}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget == path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The path without symbolic links, as the kernel names an open file.</summary>
    private static string RealPath(string path, int links = 0)
    {
        var real = "/";
        var parts = Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var next = Path.Combine(real, parts[i]);
            if (links < MaxLinks && new FileInfo(next).LinkTarget is { } target)
                return RealPath(Path.Combine([real, target, .. parts[(i + 1)..]]), links + 1);
            real = next;
        }

        return real;
    }
}
