using System.CommandLine;
using LatBench.Cli.Administration;
using LatBench.Cli.Agents;
using LatBench.Cli.Architectures;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Comparisons;
using LatBench.Cli.Configuration;
using LatBench.Cli.Dashboard;
using LatBench.Cli.Devices;
using LatBench.Cli.Down;
using LatBench.Cli.Export;
using LatBench.Cli.Gate;
using LatBench.Cli.Measure;
using LatBench.Cli.Measurements;
using LatBench.Cli.Models;
using LatBench.Cli.Predictors;
using LatBench.Cli.Quickstart;
using LatBench.Cli.Searches;
using LatBench.Cli.Snapshots;
using LatBench.Cli.Tokens;
using LatBench.Cli.Up;
using LatBench.Cli.WebRuntimes;

namespace LatBench.Cli;

/// <summary>The command <c>latbench</c>: everything it can do.</summary>
internal static class LatBenchCommand
{
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("LatBench measures neural networks on your devices and publishes what it measured.")
        {
            host.Data,
            host.Server,
            host.TokenFile,
            host.CaCert,
            host.Configuration,
            host.Quiet,
            QuickstartCommand.Create(host),
            MeasureCommand.Create(host),
            UpCommand.Create(host),
            DownCommand.Create(host),
            DashboardCommand.Create(host),
            AgentCommands.Create(host),
            TokenCommands.Create(host),
            DeviceCommands.Create(host),
            WebRuntimeCommands.Create(host),
            ArchitectureCommands.Create(host),
            ModelCommands.Create(host),
            CampaignCommands.Create(host),
            MeasurementCommands.Create(host),
            CompareCommand.Create(host),
            GateCommand.Create(host),
            SearchCommands.Create(host),
            SnapshotCommands.Create(host),
            PredictorCommands.Create(host),
            PredictCommand.Create(host),
            ExportCommands.Create(host),
            AdminCommands.Create(host),
            ConfigCommands.Create(host),
        };
        root.HelpName = "latbench";
        ExampleHelp.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            return await InvokeAsync(args, environment, cancellationToken);
        }
        catch (Exception exception) when (exception is CliException or IOException)
        {
            // Commands explain their own errors; help, or a complaint, could not be written.
            try
            {
                await environment.Error.WriteLineAsync(exception.Message);
            }
            catch (IOException)
            {
            }

            return ExitCode.Failed;
        }
    }

    private static async Task<int> InvokeAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var root = Create(new CliHost(environment));
        var parse = root.Parse(args);
        if (WrongUsage.IsUnfinished(parse))
        {
            await root.Parse([.. args, "--help"]).InvokeAsync(new InvocationConfiguration { Output = environment.Error, Error = environment.Error }, cancellationToken);
            return ExitCode.WrongUsage;
        }

        if (WrongUsage.Explain(parse) is { } message)
        {
            await environment.Error.WriteLineAsync(message);
            return ExitCode.WrongUsage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parse.InvokeAsync(configuration, cancellationToken);
    }
}
