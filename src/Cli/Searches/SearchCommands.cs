using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Searches;

/// <summary><c>latbench search …</c>.</summary>
internal static class SearchCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "search",
        "Searches for the best network under latency limits.",
        RunCommand.Create(host),
        SuggestCommand.Create(host),
        ReportCommand.Create(host),
        ProveCommand.Create(host),
        ShowCommand.Create(host),
        ListCommand.Create(host),
        CancelCommand.Create(host));
}
