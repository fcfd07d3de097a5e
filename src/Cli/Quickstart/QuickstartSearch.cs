using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Searches;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>A small search under a latency limit, its winners measured; or why there is none.</summary>
internal sealed record QuickstartSearch
{
    private const int Budget = 30;

    private const int Winners = 2;

    /// <summary>The longest spread of the winners' measurement, shorter than that of the sample to keep the wait of a new user short.</summary>
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(8);

    /// <summary>The search as it ended; null where there is none.</summary>
    public Search? Search { get; init; }

    /// <summary>Gets the reason why there is no search, in a sentence; null where there is one.</summary>
    public string? Refusal { get; init; }

    /// <summary>
    /// Searches for the largest network whose whole interval is below the median prediction, and has the winners measured. A repeat goes on with the search
    /// of the same predictor, or shows it.
    /// </summary>
    public static async Task<QuickstartSearch?> MakeAsync(
        CommandContext context, CoordinatorConnection connection, QuickstartPrediction prediction, QuickstartPlan plan, CancellationToken cancellationToken)
    {
        if (prediction.Predictor is not { } predictor || Ranking.Median(prediction.Space.Predictions.Select(row => row.LatencyMs)) is not { } median)
            return null;
        try
        {
            var search = await RunCommand.CreateAsync(connection, Asked(predictor, median, plan.Seed), cancellationToken, $"quickstart-{predictor.Name}");
            if (search.State == SearchState.Running)
                await RunCommand.AnswerAsync(connection, search.Name, StandIn.Answer, _ => { }, cancellationToken);
            if (search.State is SearchState.Running or SearchState.Proving)
            {
                context.Terminal.Note($"Measuring the winners of {search.Name} …");
                search = await ProveCommand.ProveAsync(
                    context, connection, new ProveWinnersRequest { Name = search.Name, Protocol = Short(plan.Protocol) }, cancellationToken);
            }
            else
            {
                search = await SearchText.GetAsync(connection, search.Name, cancellationToken);
            }

            return new QuickstartSearch { Search = search };
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            return new QuickstartSearch { Refusal = error.Status.Detail };
        }
    }

    private static Search Asked(Predictor predictor, double limitMs, ulong seed) => new()
    {
        DisplayName = $"quickstart: {StandIn.Name} stand in for accuracy",
        Budget = Budget,
        Winners = Winners,
        Seed = seed,
        Confident = true,
        Limits = { new SearchLimit { Target = predictor.Target, MaxLatencyMs = limitMs } },
        ModelConfig = predictor.ModelConfig,
    };

    private static Protocol Short(Protocol protocol)
    {
        var shorter = protocol.Clone();
        if (protocol.MinSpread is null || protocol.MinSpread.ToTimeSpan() > LongestSpread)
            shorter.MinSpread = Duration.FromTimeSpan(LongestSpread);
        return shorter;
    }
}
