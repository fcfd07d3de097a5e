using System.CommandLine;
using LatBench.Coordinator.Administration;
using LatBench.Coordinator.Predictors.Training;
using LatBench.Coordinator.UploadedModels;
using LatBench.SearchSpaces;
using LatBench.Settings;

namespace LatBench.Coordinator.Hosting;

/// <summary>The command line of the coordinator process.</summary>
internal static class CoordinatorCommand
{
    /// <summary>Exit code where the coordinator could not start.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of wrong usage, on the command line, in the environment or in the configuration file.</summary>
    public const int WrongUsage = 2;

    /// <summary>Runs the coordinator until it is told to stop. 0 stopped, 1 could not start, 2 wrong usage.</summary>
    public static async Task<int> InvokeAsync(string[] args)
    {
        if (args is [TrainingCommand.Verb])
            return TrainingChild.Run(SearchSpaceRegistry.BuiltIn);
        if (args is [ModelCheck.Verb])
            return ModelCheckChild.Run();

        var configured = new ConfiguredCommand(CoordinatorSettings.Section.Settings);
        var root = new RootCommand("The LatBench coordinator: dispatches campaigns to device agents and publishes what they measure.");
        configured.AddTo(root);
        foreach (var verb in AdminCommand.Create())
            root.Add(verb);
        root.SetAction((result, cancellationToken) => RunAsync(configured, result, cancellationToken));

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            return WrongUsage;
        }

        // Kestrel's host has the signals: System.CommandLine must not end the process under it.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> RunAsync(ConfiguredCommand configured, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var options = CoordinatorConfiguration.Options(configured.Load(parsed));
            if (options.FindFault() is { } fault)
                throw new SettingsException(fault);
            await CoordinatorHost.RunAsync(options, cancellationToken);
            return 0;
        }
        catch (Exception e) when (e is StartupException or SettingsException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e is SettingsException ? WrongUsage : Failed;
        }
    }
}
