using Google.Rpc;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Predictors;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The predictor trained on the measurements with its predictions, or the reason why there is none.</summary>
internal sealed record QuickstartPrediction
{
    /// <summary>The share of the labels held out, a fifth: a sample of a hundred networks then has twenty to evaluate the predictor on.</summary>
    private const double HeldOutShare = 0.2;

    private const string OwnTrainer = "latbench";

    /// <summary>The predictor, ready; null where there is none.</summary>
    public Predictor? Predictor { get; init; }

    /// <summary>Gets the predictions for every measurable architecture.</summary>
    public PredictResponse Space { get; init; } = new();

    /// <summary>Gets the reason why there is no predictor, in a sentence; null where there is one.</summary>
    public string? Refusal { get; init; }

    /// <summary>Gets a value indicating whether a training was tried and failed; too few labels are no failure.</summary>
    public bool Failed { get; init; }

    /// <summary>Trains on the measurements of the campaign's target, and predicts the whole space.</summary>
    public static async Task<QuickstartPrediction> MakeAsync(
        CommandContext context, CoordinatorConnection connection, Campaign campaign, QuickstartPlan plan, CancellationToken cancellationToken)
    {
        var request = new TrainPredictorRequest
        {
            Target = campaign.Targets.First(),
            ModelConfig = plan.ModelConfig,
            Seed = plan.Seed,
            HeldOutShare = HeldOutShare,
        };
        Predictor predictor;
        try
        {
            if (await FindEarlierAsync(connection, campaign, request, cancellationToken) is { } earlier)
            {
                context.Terminal.Note($"Nothing new was measured, so {earlier.Name} is used again.");
                return await OfAsync(connection, earlier, cancellationToken);
            }

            predictor = await TrainCommand.StartAsync(connection, request, cancellationToken);
        }
        catch (RpcException error) when (LabelsDoNotDo(error))
        {
            return new QuickstartPrediction { Refusal = error.Status.Detail };
        }

        predictor = await TrainingView.FollowAsync(context, connection, predictor, cancellationToken);
        if (predictor.State != PredictorState.Ready)
            return new QuickstartPrediction { Refusal = PredictorText.WhyNot(predictor), Failed = true };
        return await OfAsync(connection, predictor, cancellationToken);
    }

    // The serving predictor of the target was trained by a quickstart, and its campaign has added nothing since.
    private static async Task<Predictor?> FindEarlierAsync(CoordinatorConnection connection, Campaign campaign, TrainPredictorRequest asked, CancellationToken cancellationToken)
    {
        if (campaign.Progress is not { } progress || progress.Reused < progress.Measurements)
            return null;
        var list = new ListPredictorsRequest { Target = asked.Target, Promoted = true };
        var serving = (await connection.Predictors.ListPredictorsAsync(list, cancellationToken: cancellationToken)).Predictors;
        return serving.FirstOrDefault(predictor => predictor.Trainer == OwnTrainer && predictor.Seed == asked.Seed && predictor.ModelConfig.Equals(asked.ModelConfig));
    }

    private static async Task<QuickstartPrediction> OfAsync(CoordinatorConnection connection, Predictor predictor, CancellationToken cancellationToken)
    {
        var space = await PredictCommand.PredictSpaceAsync(connection, new PredictRequest { Predictor = predictor.Name }, cancellationToken);
        return new QuickstartPrediction { Predictor = predictor, Space = space };
    }

    private static bool LabelsDoNotDo(RpcException error) =>
        error.StatusCode == StatusCode.FailedPrecondition && error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason is "TOO_FEW_LABELS" or "CONSTANT_LABELS";
}
