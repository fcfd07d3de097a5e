using System.Diagnostics;

namespace LatBench.DeviceAgent.Running;

/// <summary>How to start a runner process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record RunnerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The verb of the agent's executable that makes it a runner.</summary>
    public const string Verb = "runner";

    /// <summary>This program once more, as a runner; started by the same <c>dotnet</c> where one started it.</summary>
    public static RunnerCommand Self()
    {
        var process = Environment.ProcessPath;
        var assembly = typeof(RunnerCommand).Assembly.Location;
        var ownHost = Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(assembly);
        if (process is not null && (ownHost || assembly.Length == 0)) return new RunnerCommand(process, [Verb]);
        var host = Path.GetFileNameWithoutExtension(process) == "dotnet" ? process! : "dotnet";
        return new RunnerCommand(host, [assembly, Verb]);
    }

    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Everything is compiled fully at first use: no background compilation beside a block.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return start;
    }
}
