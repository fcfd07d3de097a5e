using Google.Rpc;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Predictors;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>What was learnt from the measurements, or why nothing was.</summary>
internal sealed record QuickstartPrediction
{
    /// <summary>A fifth is held out: a sample of a hundred networks then has twenty to judge by.</summary>
    private const double HeldOutShare = 0.2;

    /// <summary>The predictor, ready; null where there is none.</summary>
    public Predictor? Predictor { get; init; }

    /// <summary>What it says of every measurable architecture.</summary>
    public PredictResponse Space { get; init; } = new();

    /// <summary>Why there is no predictor, in a sentence; null where there is one.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether a training was tried and failed; too few labels are no failure.</summary>
    public bool Failed { get; init; }

    /// <summary>Trains on what the campaign's target has, and predicts the whole space.</summary>
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
            predictor = await TrainCommand.StartAsync(connection, request, cancellationToken);
        }
        catch (RpcException error) when (LabelsDoNotDo(error))
        {
            return new QuickstartPrediction { Refusal = error.Status.Detail };
        }

        predictor = await TrainingView.FollowAsync(context, connection, predictor, cancellationToken);
        if (predictor.State != PredictorState.Ready)
            return new QuickstartPrediction { Refusal = PredictorText.WhyNot(predictor), Failed = true };
        var space = await PredictCommand.PredictSpaceAsync(connection, new PredictRequest { Predictor = predictor.Name }, cancellationToken);
        return new QuickstartPrediction { Predictor = predictor, Space = space };
    }

    private static bool LabelsDoNotDo(RpcException error) =>
        error.StatusCode == StatusCode.FailedPrecondition && error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason is "TOO_FEW_LABELS" or "CONSTANT_LABELS";
}
