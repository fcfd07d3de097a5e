using System.CommandLine;
using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Waiting;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors choose</c>.</summary>
internal static class ChooseCommand
{
    public static Command Create(CliHost host)
    {
        var target = PredictorText.TargetOption(required: true);
        var samples = OptionFactory.Whole("--samples", "How many architectures.", 3, 1000, 10);
        var priors = OptionFactory.Repeatable("--prior", "A target to learn from, at least two [default: every other target with a serving predictor of the same search space and model configuration].", "T");
        var space = host.Space();
        var configuration = ModelConfigurationOptions.Optional(space);
        var protocol = new ProtocolOptions();
        var seed = OptionFactory.Seed("--seed", "Seed of the choice and of the order of measuring.");
        var measure = new Option<bool>("--measure") { Description = "Start the campaign that measures them, and stay until it has ended." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "choose",
            "The few architectures whose measurement says most about a new target; with --measure they are measured, for `predictors train --few-shot`.",
            "latbench predictors choose --target new-board --samples 10 --measure");
        foreach (var option in new Option[] { target, samples, priors, space })
            command.Add(option);
        configuration.AddTo(command);
        protocol.AddTo(command);
        foreach (var option in new Option[] { seed, measure, json })
            command.Add(option);
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new ChooseMeasurementsRequest
            {
                Target = context.Get(target),
                Samples = context.Get(samples),
                PriorTargets = { context.Get(priors) },
                SearchSpace = space.ReadGiven(context),
                ModelConfig = configuration.ReadGiven(context)?.ToProto(),
                Seed = context.Get(seed),
                StartCampaign = context.Get(measure),
                Protocol = protocol.Read(context, context.Get(seed)),
                RequestId = Guid.NewGuid().ToString(),
            };
            var response = await WorkNotice.WhileAsync(
                context.Terminal,
                "Choosing the measurements",
                connection.Predictors.ChooseMeasurementsAsync(request, deadline: connection.Within(CampaignSubmission.Deadline), cancellationToken: context.CancellationToken).ResponseAsync);
            var asJson = context.Get(json);
            if (!asJson)
            {
                context.Terminal.Note($"Learnt from {string.Join(", ", response.PriorTargets)}.");
                foreach (var architecture in response.Architectures)
                    context.Terminal.Line(architecture);
            }

            if (response.Campaign is { } campaign)
                return await CampaignWatch.ShowToTheEndAsync(context, connection, campaign, asJson, isNew: true);
            if (asJson)
                context.Terminal.Json(response);
            return ExitCode.Done;
        });
    }
}
