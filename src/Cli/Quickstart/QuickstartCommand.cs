using System.CommandLine;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Contracts.Mapping;
using LatBench.Settings;

namespace LatBench.Cli.Quickstart;

/// <summary><c>latbench quickstart</c>.</summary>
internal static class QuickstartCommand
{
    private const int DefaultModels = 60;

    /// <summary>The default spread: a new user waits half a minute, not two; docs/explanation/measuring.md says what that costs in repeatability.</summary>
    private const int DefaultSpreadSeconds = 30;

    public static Command Create(CliHost host)
    {
        var models = OptionFactory.Whole("--models", "How many NAS-Bench-201 networks, a seeded random sample.", 1, SelectionOptions.SpaceSize, DefaultModels);
        var seed = OptionFactory.Seed("--seed", "Seed of the sample and of the order of measuring.");
        var configuration = ModelConfigurationOptions.One();
        var protocol = new ProtocolOptions(DefaultSpreadSeconds);
        var remeasure = new Option<bool>("--remeasure") { Description = "Measure again what is already measured and valid." };
        var database = new SettingFlags([CoordinatorSettings.Database, CoordinatorSettings.DatabaseFile]);
        var json = new Option<string?>("--json") { Description = "Write a summary to this file.", HelpName = "FILE" };
        var command = host.Command(
            "quickstart",
            "Measure networks on this machine, publish them, predict the rest, and search: coordinator, agent, campaign, snapshot, predictor and search in one go.",
            "latbench quickstart",
            "latbench quickstart --models 60 --json summary.json");
        command.Add(models);
        command.Add(seed);
        configuration.AddTo(command);
        protocol.AddTo(command);
        foreach (var option in new Option[] { remeasure, json }.Concat(database.Options))
            command.Add(option);
        return command.SetHandler(async context =>
        {
            var plan = new QuickstartPlan(
                context.Get(models),
                context.Get(seed),
                configuration.Read(context).ToProto(),
                protocol.Read(context, context.Get(seed)),
                context.Get(remeasure));
            var result = await new QuickstartRun(context, plan, database).RunAsync();
            Report(context, result, context.Get(json));
            return result.Progress.Valid > 0 && result.Verification.IsIntact && result.Prediction is not { Failed: true } ? ExitCode.Done : ExitCode.Failed;
        });
    }

    /// <summary>Prints the report, then writes the summary: a file that cannot be written does not cost the user the report.</summary>
    internal static void Report(CommandContext context, QuickstartResult result, string? file)
    {
        QuickstartReport.Print(context, result);
        if (file is not null)
            QuickstartSummary.Of(result).Write(file);
    }
}
