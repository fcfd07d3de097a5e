using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Snapshots;

/// <summary><c>latbench snapshots …</c>.</summary>
internal static class SnapshotCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "snapshots",
        "Immutable, versioned publications of measurements.",
        CreateSnapshotCommand.Create(host),
        ListCommand.Create(host),
        ShowCommand.Create(host),
        DownloadCommand.Create(host),
        VerifyCommand.Create(host),
        DiffCommand.Create(host),
        PushCommand.Create(host));
}
