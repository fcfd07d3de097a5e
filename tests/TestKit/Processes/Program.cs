using System.Diagnostics;

namespace LatBench.TestKit.Processes;

/// <summary>The three executables, as built beside the tests.</summary>
public static class Program
{
    public const string Cli = "Cli";
    public const string Coordinator = "Coordinator";
    public const string DeviceAgent = "DeviceAgent";

    /// <summary>Creates the start information of one of the programs.</summary>
    public static ProcessStartInfo Start(string project, IEnumerable<string> arguments)
    {
        return Redirected("dotnet", [Path.Combine(Folder(project), $"LatBench.{project}.dll"), .. arguments]);
    }

    /// <summary>The build output of a project.</summary>
    public static string Folder(string project)
    {
        // artifacts/bin/EndToEnd.Tests/<configuration>/ -> artifacts/bin/<project>/<configuration>/
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration));
    }

    /// <summary>The same with a limit on its data memory, which its children inherit.</summary>
    public static ProcessStartInfo StartWithin(long memoryBytes, ProcessStartInfo start) =>
        Redirected("/bin/sh", ["-c", $"ulimit -d {memoryBytes / 1024} && exec \"$@\"", "sh", start.FileName, .. start.ArgumentList]);

    /// <summary>The same on one CPU, for its children too.</summary>
    public static ProcessStartInfo StartOnCpu(int cpu, ProcessStartInfo start) =>
        Redirected("taskset", ["-c", cpu.ToString(System.Globalization.CultureInfo.InvariantCulture), start.FileName, .. start.ArgumentList]);

    /// <summary>The same as <c>"$@"</c> in a line of a shell.</summary>
    public static ProcessStartInfo StartIn(string line, ProcessStartInfo start) => Redirected("/bin/sh", ["-c", line, "sh", start.FileName, .. start.ArgumentList]);

    /// <summary>Creates the start information of any program, with its streams redirected to the test.</summary>
    public static ProcessStartInfo Redirected(string fileName, IEnumerable<string> arguments) => new(fileName, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
