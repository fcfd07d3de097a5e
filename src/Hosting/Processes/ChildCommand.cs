using System.Diagnostics;
using System.Reflection;

namespace LatBench.Hosting.Processes;

/// <summary>The command that starts a child process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ChildCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Gets the environment variables that differ from those of this process; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>This program once more; started by the same <c>dotnet</c> where one started it.</summary>
    /// <param name="program">The assembly of the program.</param>
    /// <param name="arguments">The arguments.</param>
    public static ChildCommand Self(Assembly program, params IReadOnlyList<string> arguments)
    {
        var process = System.Environment.ProcessPath;
        var host = process is null ? "" : ProgramName(process);
        return host == program.GetName().Name
            ? new ChildCommand(process!, arguments)
            : new ChildCommand(host == "dotnet" ? process! : "dotnet", [program.Location, .. arguments]);
    }

    /// <summary>The start, with pipes for input, output and errors.</summary>
    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return start;
    }

    // Names have dots of their own, so only the extension of an executable is cut off.
    private static string ProgramName(string path)
    {
        const string extension = ".exe";
        var name = Path.GetFileName(path);
        return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
    }
}
