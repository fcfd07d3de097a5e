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
        var again = OptionFactory.Repeatable(
            "--baseline-models", "File or folder with the ONNX files of the baseline: those whose file has changed since are measured again, in the same passes, and on another machine all of them.", "PATH");
        var allow = OptionFactory.Part("--allow", "The slowdown that is allowed", 0.03);
        var strict = new Option<bool>("--strict") { Description = "Fail as well where the gate cannot judge: another machine, a model of the baseline that was not measured, measurements that do not decide." };
        var write = new Option<bool>("--write-baseline") { Description = "Write the baseline instead of judging by it." };
        var report = new Option<string?>("--report") { Description = "Write the result as Markdown.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write the result as JUnit's XML, a test case for each model.", HelpName = "FILE" };
        var json = OptionFactory.Json();
        var command = host.Command(
            "gate",
            "Holds measurements against a baseline, for continuous integration: exit code 1 where a model is slower by more than is allowed beyond what noise explains.",
            "latbench gate models/ --baseline baseline.json --write-baseline",
            "latbench gate models/ --baseline baseline.json --allow 3% --report gate.md --junit gate.xml",
            "latbench gate models/ --baseline baseline.json --baseline-models good/",
            "latbench gate --baseline baseline.json --campaign 4");
        command.Add(files);
        foreach (var option in new Option[] { baseline, again, campaign, allow, strict, write, report, junit, json })
            command.Add(option);
        measuring.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(campaign) is null == (result.GetValue(files) is not { Length: > 0 }))
                result.AddError("Name either ONNX files to measure, or with --campaign a campaign to judge.");
            if (result.GetValue(campaign) is { } name && ResourceName.Complete("campaigns", name) is null)
                result.AddError($"'{name}' is not the name of a campaign: write campaigns/… or only its last part.");
            if (result.GetValue(campaign) is not null && result.GetResult(again) is { Implicit: false })
                result.AddError("--baseline-models belongs to measuring files, and --campaign judges what was measured: leave one of them away.");
            if (result.GetValue(campaign) is not null && measuring.Idle(result, "--target") is { } unused)
                result.AddError($"{unused.Name} belongs to measuring files, and --campaign judges what was measured: leave one of them away.");
            if (result.GetValue(write) && new Option[] { allow, strict, report, junit, again }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } idle)
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
                BaselineModels = ModelPaths.Expand(context.Get(again)!),
                Json = context.Get(json),
            };
            var judgedBy = GateJudgement.ReadBaseline(settings);
            if (context.Get(campaign) is not { } judged)
                return await new GateMeasurement(context, settings, judgedBy).RunAsync(measuring.Read(context, ModelPaths.Expand(context.Get(files)!)));
            using var connection = context.Connect();
            var (slug, run) = await GateCampaign.ReadAsync(connection, ResourceName.Complete("campaigns", judged)!, measuring.Targets(context).FirstOrDefault(), context.CancellationToken);
            return GateJudgement.Finish(context.Terminal, settings, judgedBy, slug, run, again: []);
        });
    }
}
