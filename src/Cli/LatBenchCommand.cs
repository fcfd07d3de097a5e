using System.CommandLine;
using LatBench.Cli.Administration;
using LatBench.Cli.Agents;
using LatBench.Cli.Architectures;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Comparisons;
using LatBench.Cli.Completion;
using LatBench.Cli.Configuration;
using LatBench.Cli.Dashboard;
using LatBench.Cli.Devices;
using LatBench.Cli.Doctor;
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
    /// <summary>The commands, in the order of the help. The name stands beside what creates it, because creating all of them takes longer than most of them run.</summary>
    private static readonly (string Name, Func<CliHost, Command> Create)[] Commands =
    [
        ("quickstart", QuickstartCommand.Create),
        ("measure", MeasureCommand.Create),
        ("up", UpCommand.Create),
        ("down", DownCommand.Create),
        ("dashboard", DashboardCommand.Create),
        ("agent", AgentCommands.Create),
        ("tokens", TokenCommands.Create),
        ("devices", DeviceCommands.Create),
        ("web-runtime", WebRuntimeCommands.Create),
        ("architectures", ArchitectureCommands.Create),
        ("models", ModelCommands.Create),
        ("campaigns", CampaignCommands.Create),
        ("measurements", MeasurementCommands.Create),
        ("compare", CompareCommand.Create),
        ("gate", GateCommand.Create),
        ("search", SearchCommands.Create),
        ("snapshots", SnapshotCommands.Create),
        ("predictors", PredictorCommands.Create),
        ("predict", PredictCommand.Create),
        ("export", ExportCommands.Create),
        ("admin", AdminCommands.Create),
        ("config", ConfigCommands.Create),
        ("doctor", DoctorCommand.Create),
        ("completion", CompletionCommand.Create),
    ];

    /// <summary>Gets the names of the commands below the root.</summary>
    public static IEnumerable<string> Names => Commands.Select(command => command.Name);

    /// <summary>Creates the command with everything below it.</summary>
    public static RootCommand Create(CliHost host) => Create(host, _ => true);

    /// <summary>Creates the command with as much below it as a command line can be about: everything, unless it names commands.</summary>
    public static RootCommand CreateFor(CliHost host, IReadOnlyCollection<string> args) =>
        args.Contains("completion") || !Names.Any(args.Contains) ? Create(host) : Create(host, args.Contains);

    private static RootCommand Create(CliHost host, Func<string, bool> isWanted)
    {
        var root = new RootCommand("LatBench measures neural networks on your devices and publishes what it measured.")
        {
            host.Data,
            host.Server,
            host.TokenFile,
            host.CaCert,
            host.Configuration,
            host.Quiet,
        };
        foreach (var (name, create) in Commands)
        {
            if (isWanted(name))
                root.Add(create(host));
        }

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
        var root = CreateFor(new CliHost(environment), args);
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
