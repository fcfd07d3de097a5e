using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Measurements;

/// <summary><c>latbench measurements …</c>.</summary>
internal static class MeasurementCommands
{
    public static Command Create(CliHost host) =>
        CliHost.Group(
            "measurements",
            "What was measured, here and elsewhere.",
            ListCommand.Create(host),
            ShowCommand.Create(host),
            TargetsCommand.Create(host),
            ExportCommand.Create(host),
            ImportCommand.Create(host));
}
