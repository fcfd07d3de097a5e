using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LatBench.Cli.Processes;

/// <summary>Asks a process to end.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Sends SIGTERM; on Windows, which has none, ends the process.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill(entireProcessTree: true);
        else
            Terminate(process.Id);
    }

    /// <summary>Sends SIGTERM to a process by its id.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
