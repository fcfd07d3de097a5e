using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns …</c>.</summary>
internal static class CampaignCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "campaigns",
        "Measurement campaigns.",
        SubmitCommand.Create(host),
        ListCommand.Create(host),
        ShowCommand.Create(host),
        WatchCommand.Create(host),
        CancelCommand.Create(host),
        ResumeCommand.Create(host));
}
