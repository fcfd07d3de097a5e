using System.Globalization;
using LatBench.Hosting.Processes;

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

    /// <summary>The verb that makes it list the operators of a library and end.</summary>
    public const string OperatorsVerb = "list-operators";

    /// <summary>Option of these verbs: the folder with the native library of ONNX Runtime.</summary>
    public const string RuntimeFolderOption = "--runtime-folder";

    /// <summary>The same with the native library of ONNX Runtime from a folder; null leaves it as it is.</summary>
    public RunnerCommand WithRuntime(string? folder) =>
        folder is null ? this : this with { Arguments = [.. Arguments, RuntimeFolderOption, folder] };

    /// <summary>The same program with another verb.</summary>
    public RunnerCommand With(string verb) => this with { Arguments = [.. Arguments.Select(argument => argument == Verb ? verb : argument)] };

    /// <summary>This program once more, as a runner; started by the same <c>dotnet</c> where one started it.</summary>
    /// <param name="maxModelMemoryMebibytes">Bound on the memory of a model; null for none but the machine's.</param>
    public static RunnerCommand Self(int? maxModelMemoryMebibytes = null)
    {
        string[] memory = maxModelMemoryMebibytes is { } mebibytes ? [MemoryOption, mebibytes.ToString(CultureInfo.InvariantCulture)] : [];
        var self = ChildCommand.Self(typeof(RunnerCommand).Assembly, [Verb, .. memory]);
        return new RunnerCommand(self.FileName, self.Arguments);
    }

    /// <summary>The command with the environment of a runner.</summary>
    public ChildCommand ToChild() => new(FileName, Arguments)
    {
        Environment = new Dictionary<string, string?>
        {
            // Everything is compiled fully at first use: no background compilation beside a block.
            ["DOTNET_TieredCompilation"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_gcServer"] = "0",
            // The official builds of ONNX Runtime report to their maker otherwise, from a thread beside the blocks.
            ["ORT_DISABLE_TELEMETRY"] = "1",
        },
    };
}
