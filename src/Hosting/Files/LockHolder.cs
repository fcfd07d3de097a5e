using System.Globalization;

namespace LatBench.Hosting.Files;

/// <summary>Finds the process that holds a lock file, by what Linux shows in <c>/proc</c>.</summary>
internal static class LockHolder
{
    private const string Locks = "/proc/locks";

    /// <summary>The process id; null on another system, and where the process belongs to another user or container.</summary>
    public static int? Find(string path)
    {
        if (!OperatingSystem.IsLinux() || NativeFiles.RealPath(path) is not { } file)
            return null;
        try
        {
            return File.ReadLines(Locks).Select(ProcessId).OfType<int>().Distinct().Where(id => HasOpen(id, file)).Cast<int?>().FirstOrDefault();
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            return null;
        }
    }

    /// <summary>A line reads <c>1: FLOCK ADVISORY WRITE 4711 08:01:123 0 EOF</c>; a lock that waits has an arrow more.</summary>
    private static int? ProcessId(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "FLOCK", _, _, var id, ..] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool HasOpen(int processId, string file)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd")).Any(handle => new FileInfo(handle).LinkTarget == file);
        }
        catch (Exception exception) when (FileError.Is(exception))
        {
            // It has ended meanwhile, or is another user's.
            return false;
        }
    }
}
