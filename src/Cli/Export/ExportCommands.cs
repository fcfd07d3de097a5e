using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Export;

/// <summary><c>latbench export …</c>.</summary>
internal static class ExportCommands
{
    public static Command Create(CliHost host) => CliHost.Group("export", "Files for use without LatBench.", OnnxCommand.Create(host));
}
