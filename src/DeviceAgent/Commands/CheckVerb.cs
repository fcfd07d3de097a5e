using System.CommandLine;
using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Hardware;
using LatBench.DeviceAgent.Hardware.Tools;

namespace LatBench.DeviceAgent.Commands;

/// <summary>The verb <c>check</c>: what is wrong with this machine as one that measures.</summary>
internal static class CheckVerb
{
    private const int Usable = 0;
    private const int Worthless = 1;

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };

    public static Command Create()
    {
        var cpus = CpuOption.Create();
        var command = new Command("check", "Say what is wrong with this machine as one that measures, and how to fix it.") { cpus, Json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(cpus), parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<int>? cpus, bool json, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var reader = new MachineReader(new SystemFiles(), new MachineTools(new ToolProcesses(clock), clock), clock);
        var result = HostChecks.Run(await reader.ReadAsync(cpus ?? CpuAffinity.Get(), cancellationToken).ConfigureAwait(false));
        foreach (var line in json ? [result.ToJson()] : result.ToLines()) await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        return result.IsUsable ? Usable : Worthless;
    }
}
