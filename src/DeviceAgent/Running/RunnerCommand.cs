using System.Diagnostics;
using System.Globalization;

namespace LatBench.DeviceAgent.Running;

/// <summary>The command that starts a runner process.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record RunnerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The verb of the agent's executable that makes it a runner.</summary>
    public const string Verb = "runner";

    /// <summary>The option of that verb that bounds the memory of a model, in MiB.</summary>
    public const string MemoryOption = "--max-model-memory-mib";

    /// <summary>The verb that makes it try one provider and end.</summary>
    public const string ProbeVerb = "probe";

    /// <summary>Option of both verbs: the folder with the native library of ONNX Runtime.</summary>
    public const string RuntimeFolderOption = "--runtime-folder";

    /// <summary>The same with the native library of ONNX Runtime from a folder; null leaves it as it is.</summary>
    public RunnerCommand WithRuntime(string? folder) =>
        folder is null ? this : this with { Arguments = [.. Arguments, RuntimeFolderOption, folder] };

    /// <summary>The same program, to try a provider.</summary>
    public RunnerCommand ToProbe() => this with { Arguments = [.. Arguments.Select(argument => argument == Verb ? ProbeVerb : argument)] };

    /// <summary>This program once more, as a runner; started by the same <c>dotnet</c> where one started it.</summary>
    /// <param name="maxModelMemoryMebibytes">Bound on the memory of a model; null for none but the machine's.</param>
    public static RunnerCommand Self(int? maxModelMemoryMebibytes = null)
    {
        string[] verb = maxModelMemoryMebibytes is { } mebibytes
            ? [Verb, MemoryOption, mebibytes.ToString(CultureInfo.InvariantCulture)]
            : [Verb];
        var assembly = typeof(RunnerCommand).Assembly;
        var process = Environment.ProcessPath;
        var host = process is null ? "" : ProgramName(process);
        if (host == assembly.GetName().Name) return new RunnerCommand(process!, verb);
        return new RunnerCommand(host == "dotnet" ? process! : "dotnet", [assembly.Location, .. verb]);
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
        // The official builds of ONNX Runtime report to their maker otherwise, from a thread beside the blocks.
        start.Environment["ORT_DISABLE_TELEMETRY"] = "1";
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
