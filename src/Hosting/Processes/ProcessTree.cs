using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LatBench.Hosting.Processes;

/// <summary>A process with its children and theirs.</summary>
public static class ProcessTree
{
    /// <summary>Ends a process and all below it at once; does nothing where it has ended.</summary>
    /// <remarks>
    /// <see cref="Process.Kill(bool)"/> stops each process (SIGSTOP) before it looks for children and kills. One whose killer is killed in between would stay stopped
    /// for ever, with its memory; here the children are looked up first, and nothing is stopped.
    /// </remarks>
    /// <param name="process">The process.</param>
    public static void Kill(Process process)
    {
        try
        {
            if (process.HasExited)
                return;
            if (!OperatingSystem.IsLinux())
            {
                process.Kill(entireProcessTree: true);
                return;
            }

            int[] children = [.. EveryId().Where(id => ParentOf(id) == process.Id)];
            process.Kill();
            foreach (var id in children)
                Kill(id);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            Kill(process);
        }
        catch (ArgumentException)
        {
            // It has ended with its parent.
        }
    }

    private static IEnumerable<int> EveryId()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return id;
        }
    }

    /// <summary>Reads the parent from <c>/proc/ID/stat</c>, the second field after the name in brackets; null where the process has ended.</summary>
    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
