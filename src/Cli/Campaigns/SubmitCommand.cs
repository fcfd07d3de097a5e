using System.CommandLine;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Measure;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary><c>latbench campaigns submit</c>.</summary>
internal static class SubmitCommand
{
    public static Command Create(CliHost host)
    {
        var space = host.Space(takesUploaded: true);
        var selection = new SelectionOptions(space);
        var configurations = ModelConfigurationOptions.Lists(space);
        var inputs = new InputOptions();
        var protocol = new ProtocolOptions();
        var targets = new TargetOptions();
        var name = new Option<string>("--name") { Description = "A title for people.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var remeasure = new Option<bool>("--remeasure") { Description = "Measure again what is already measured and valid." };
        var profile = new Option<bool>("--profile") { Description = "Run every model once more, untimed, under the runtime's profiler: which operator takes how long." };
        var watch = new Option<bool>("--watch") { Description = "Stay until the campaign has ended." };
        var json = OptionFactory.Json();

        var command = host.Command(
            "submit",
            "Start a campaign.",
            "latbench campaigns submit --models 100 --seed 1 --watch",
            "latbench campaigns submit --models 20 --threads 1,2 --precision fp32,int8 --batch 1,8",
            "latbench campaigns submit --arch '|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|none~1|nor_conv_1x1~2|' --target lab-xeon",
            "latbench campaigns submit --space onnx --arch resnet18.onnx --arch bert.onnx --dim sequence=128 --precision fp32,int8");
        selection.AddTo(command);
        targets.AddTo(command);
        configurations.AddTo(command);
        inputs.AddWithoutFilesTo(command);
        protocol.AddTo(command);
        foreach (var option in new Option[] { name, remeasure, profile, watch, json })
            command.Add(option);

        command.Validators.Add(result =>
        {
            var isUploaded = space.HasUploaded(result);
            if (isUploaded && configurations.NotOfUploaded(result) is { } idle)
                result.AddError($"{idle.Name} is for architectures, and an uploaded model is measured as it is: leave it away.");
            if (!isUploaded && inputs.Given(result) is { } input)
                result.AddError($"{input.Name} is for uploaded models: give --space onnx, or leave it away.");
        });
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var asked = new Campaign
            {
                DisplayName = context.Get(name),
                Selection = await selection.ReadAsync(context, connection),
                ModelConfigs = { space.HasUploaded(context) ? configurations.ReadUploaded(context, inputs.Read(context, [])) : configurations.ReadAll(context).Select(configuration => configuration.ToProto()) },
                Protocol = protocol.Read(context, selection.Seed(context)),
                Remeasure = context.Get(remeasure),
                Profile = context.Get(profile),
            };
            await targets.ReadAsync(context, connection, asked);
            var campaign = await CampaignSubmission.RunAsync(context.Terminal, connection, asked, context.CancellationToken);
            if (context.Get(watch))
                return await CampaignWatch.ShowToTheEndAsync(context, connection, campaign, context.Get(json), isNew: true);
            if (context.Get(json))
                context.Terminal.Json(campaign);
            else
                CampaignText.Started(context.Terminal, campaign);
            return ExitCode.Done;
        });
    }
}
