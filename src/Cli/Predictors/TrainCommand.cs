using System.CommandLine;
using System.Globalization;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Contracts.Mapping;
using LatBench.Contracts.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace LatBench.Cli.Predictors;

/// <summary><c>latbench predictors train</c>.</summary>
internal static class TrainCommand
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static Command Create(CliHost host)
    {
        var target = PredictorText.TargetOption(required: true);
        var space = host.Space();
        var configuration = ModelConfigurationOptions.Optional(space);
        var trainer = new Option<string>("--trainer") { Description = "What trains it: latbench, or a baseline [default: latbench, or few-shot with --few-shot].", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var seed = OptionFactory.Seed("--seed", "Seed of the training and of the split of the labels.");
        var heldOut = HeldOut();
        var fewShot = OptionFactory.Whole("--few-shot", "Adapt a predictor from other targets, with at most N measurements of this one.", 3, 1000);
        var priors = OptionFactory.Repeatable("--prior", "A target to adapt from, at least two [default: every other target with a serving predictor of the same search space and model configuration].", "T");
        var threads = OptionFactory.Whole("--training-threads", "Threads of the training [default: 1].", 1, 1024);
        var minutes = OptionFactory.Whole("--max-minutes", "How long the training may take, in minutes [default: 10].", 1, 24 * 60);
        var memory = OptionFactory.Whole("--max-memory-mib", "Memory of its process in MiB [default: 4096].", 256, 1 << 20);
        var manual = new Option<bool>("--no-promote") { Description = "Leave the predictor that serves as it is; see `predictors promote`." };
        var detach = new Option<bool>("--detach") { Description = "Do not wait for the end of the training." };
        var json = OptionFactory.Json();
        var command = host.Command(
            "train",
            "Train a new version of a target's predictor, show its accuracy on labels held out beside the baselines, and have it serve.",
            "latbench predictors train --target imported/core-i7-7820x",
            "latbench predictors train --target new-board --few-shot 10");
        command.Add(target);
        command.Add(space);
        configuration.AddTo(command);
        foreach (var option in new Option[] { trainer, seed, heldOut, fewShot, priors, threads, minutes, memory, manual, detach, json })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(priors) is { Implicit: false } && result.GetResult(fewShot) is null or { Implicit: true })
                result.AddError("--prior belongs to --few-shot N: give that as well.");
        });
        return command.SetHandler(async context =>
        {
            using var connection = context.Connect();
            var request = new TrainPredictorRequest
            {
                Target = context.Get(target),
                SearchSpace = space.ReadGiven(context),
                ModelConfig = configuration.ReadGiven(context)?.ToProto(),
                Trainer = context.Get(trainer),
                Seed = context.Get(seed),
                FewShot = context.IsGiven(fewShot) ? new FewShot { Samples = context.Get(fewShot), PriorTargets = { context.Get(priors) } } : null,
                Limits = new TrainingLimits
                {
                    Threads = context.Get(threads),
                    Time = context.IsGiven(minutes) ? Duration.FromTimeSpan(TimeSpan.FromMinutes(context.Get(minutes))) : null,
                    MemoryBytes = (long)context.Get(memory) << 20,
                },
                ManualPromotion = context.Get(manual),
            };
            if (context.Get(heldOut) is { } share)
                request.HeldOutShare = share;
            var predictor = await StartAsync(connection, request, context.CancellationToken);
            if (!context.Get(detach))
                return await FollowAsync(context, connection, predictor, context.Get(json));
            if (context.Get(json))
                context.Terminal.Json(predictor);
            else
                context.Terminal.Line($"{predictor.Name}: version {Figures.Count(predictor.Version)} for {predictor.Target}, {Words.Of(predictor.State)}");
            return ExitCode.Done;
        });
    }

    /// <summary>Starts a training; a repeat after a broken connection starts no second one.</summary>
    public static async Task<Predictor> StartAsync(CoordinatorConnection connection, TrainPredictorRequest request, CancellationToken cancellationToken)
    {
        request.RequestId = Guid.NewGuid().ToString();
        return (await connection.Predictors.TrainPredictorAsync(request, deadline: connection.Within(Deadline), cancellationToken: cancellationToken)).Predictor;
    }

    /// <summary>Follows a training and shows what came of it; 1 unless it can predict.</summary>
    private static async Task<int> FollowAsync(CommandContext context, CoordinatorConnection connection, Predictor predictor, bool json)
    {
        var ended = await TrainingView.FollowAsync(context, connection, predictor, context.CancellationToken);
        if (json)
            context.Terminal.Json(ended);
        else if (ended.State == PredictorState.Ready)
            PredictorText.Show(context.Terminal, ended);
        if (ended.State == PredictorState.Ready)
            return ExitCode.Done;
        throw new CliException(PredictorText.WhyNot(ended));
    }

    private static Option<double?> HeldOut() => new("--held-out")
    {
        Description = "Share of the labels that is not trained on, to evaluate with: 0 to 0.9 [default: 0.1].",
        HelpName = "SHARE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 0.9)
                return value;
            result.AddError($"--held-out takes a number from 0 to 0.9, not '{text}'.");
            return null;
        },
    };
}
