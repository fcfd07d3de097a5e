using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measure;
using LatBench.Cli.Models;
using LatBench.Measurements.Gates;

namespace LatBench.Cli.Gate;

/// <summary><c>latbench gate</c>.</summary>
internal static class GateCommand
{
    public static CliCommand Create(CliHost host)
    {
        var baseline = new Option<string>("--baseline") { Description = "The file of the baseline.", HelpName = "FILE", Required = true };
        var files = MeasureCommand.Files(ArgumentArity.ZeroOrMore);
        var measuring = new MeasureOptions();
        var campaign = new Option<string?>("--campaign") { Description = "Judge the measurements of this campaign in place of measuring files; --target names one of its targets where it has several.", HelpName = "C" };
        var allow = OptionFactory.Part("--allow", "The slowdown that is allowed", 0.03);
        var strict = new Option<bool>("--strict") { Description = "Fail as well where the gate cannot judge: another machine, a model of the baseline that was not measured, measurements that do not decide." };
        var write = new Option<bool>("--write-baseline") { Description = "Write the baseline instead of judging by it." };
        var report = new Option<string?>("--report") { Description = "Write the result as Markdown.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write the result as JUnit's XML, a test case for each model.", HelpName = "FILE" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "gate",
            "Holds measurements against a baseline of the same machine, for continuous integration: exit code 1 where a model is slower by more than is allowed beyond what noise explains.",
            "latbench gate models/ --baseline baseline.json --write-baseline",
            "latbench gate models/ --baseline baseline.json --allow 3% --report gate.md --junit gate.xml",
            "latbench gate --baseline baseline.json --campaign 4");
        command.Add(files);
        foreach (var option in new Option[] { baseline, campaign, allow, strict, write, report, junit, json })
            command.Add(option);
        measuring.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(campaign) is null == (result.GetValue(files) is not { Length: > 0 }))
                result.AddError("Name either ONNX files to measure, or with --campaign a campaign to judge.");
            if (result.GetValue(campaign) is { } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
            if (result.GetValue(write) && new Option[] { allow, strict, report, junit }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } idle)
                result.AddError($"{idle.Name} belongs to judging, and --write-baseline judges nothing: leave one of them away.");
        });
        return command.SetHandler(async context =>
        {
            var settings = new GateSettings
            {
                Baseline = context.Get(baseline)!,
                WritesBaseline = context.Get(write),
                Options = new GateOptions { Allow = context.Get(allow), Strict = context.Get(strict) },
                Report = context.Get(report),
                JUnit = context.Get(junit),
                Json = context.Get(json),
            };
            var judgedBy = GateJudgement.ReadBaseline(settings);
            var (slug, run) = context.Get(campaign) is { } judged
                ? await ReadAsync(context, judged, measuring.Targets(context).FirstOrDefault())
                : await MeasureAsync(context, measuring.Read(context, ModelPaths.Expand(context.Get(files)!)));
            return GateJudgement.Finish(context.Terminal, settings, judgedBy, slug, run);
        });
    }
    private static async Task<(string Target, GateRun Run)> ReadAsync(CommandContext context, string campaign, string? target)
    {
        using var connection = context.Connect();
        return await GateCampaign.ReadAsync(connection, ResourceName.Complete("campaigns", campaign)!, target, context.CancellationToken);
    }

    private static Task<(string Target, GateRun Run)> MeasureAsync(CommandContext context, MeasurePlan plan) => new MeasureRun(context, plan).RunAsync(async (connection, result, token) =>
    {
        if (result.Rows.FirstOrDefault(row => row.Reason is not null) is { } refused)
            throw new CliException($"{Rendering.Printable.OneLine(refused.Path)} was not measured: {refused.Reason}");
        return await GateCampaign.ReadAsync(connection, result.Campaign!.Name, target: null, token, MeasuredNames.Of(result));
    });
}
