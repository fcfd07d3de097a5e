using System.CommandLine;
using LatBench.Cli.CommandLine;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors …</c>.</summary>
internal static class PredictorCommands
{
    public static Command Create(CliHost host) => CliHost.Group(
        "predictors",
        "Latency predictors: train them on what is measured or imported, and judge them.",
        TrainCommand.Create(host),
        ChooseCommand.Create(host),
        ListCommand.Create(host),
        ShowCommand.Create(host),
        EvaluateCommand.Create(host),
        PromoteCommand.Create(host),
        DownloadCommand.Create(host),
        CancelCommand.Create(host),
        DeleteCommand.Create(host));
}
