using System.CommandLine;
using LatBench.Settings.Values;

namespace LatBench.DeviceAgent.Commands;

/// <summary><c>--cpus</c>.</summary>
internal static class CpuOption
{
    public static Option<IReadOnlyList<int>?> Create() => new("--cpus")
    {
        Description = "CPUs to measure on, for example 2-3; by default all that the process may use.",
        CustomParser = result =>
        {
            if (CpuList.Parse(result.Tokens[0].Value) is { } cpus) return cpus;
            result.AddError($"--cpus is '{result.Tokens[0].Value}'; give a list such as 0-3,6.");
            return null;
        },
    };
}
