using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Agents;

/// <summary><c>latbench agent …</c>.</summary>
internal static class AgentCommands
{
    public static Command Create(CliHost host) => CliHost.Group("agent", "The agent that measures on a device.", RunCommand.Create(host), CheckCommand.Create(host));
}
