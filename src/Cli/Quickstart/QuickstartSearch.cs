using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Searches;
using LatBench.Contracts.V1;
using LatBench.SearchSpaces;

namespace LatBench.Cli.Quickstart;

/// <summary>A small search under a latency limit, its winners measured; or why there is none.</summary>
internal sealed record QuickstartSearch
{
    private const int Budget = 30;

    private const int Winners = 2;

    /// <summary>The longest spread of the winners' measurement, shorter than that of the sample to keep the wait of a new user short.</summary>
    private static readonly TimeSpan MaxSpread = TimeSpan.FromSeconds(8);

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
                search = await VerifyCommand.VerifyAsync(
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
        if (protocol.MinSpread is null || protocol.MinSpread.ToTimeSpan() > MaxSpread)
            shorter.MinSpread = Duration.FromTimeSpan(MaxSpread);
        return shorter;
    }
}

/// <summary>
/// Answers a search with a measure in place of accuracy: the parameters of a network, in percent of the largest of the space. A quickstart trains nothing, so
/// it has no accuracy to tell; it shows the search, the limit and the verification, not which network is the most accurate.
/// </summary>
internal static class StandIn
{
    /// <summary>The name of the measure that replaces accuracy.</summary>
    public const string Name = "parameters";

    private static readonly ISearchSpace SearchSpace = SearchSpaceRegistry.BuiltIn.Default;

    private static readonly double Largest = SpaceIndex.Of(SearchSpace)!.Measurable.Max(Parameters);

    /// <summary>The report of an architecture.</summary>
    public static AccuracyReport Answer(string architecture) => new() { Architecture = architecture, Accuracy = Percent(architecture) };

    /// <summary>Parameters in percent of the largest network's, 0 to 100.</summary>
    public static double Percent(string architecture) => 100 * Parameters(SearchSpace.Parse(architecture)) / Largest;

    private static double Parameters(Architecture architecture) => SearchSpace.Costs(SearchSpace.Canonicalize(architecture), SearchSpace.Inputs[0]).Parameters;
}
