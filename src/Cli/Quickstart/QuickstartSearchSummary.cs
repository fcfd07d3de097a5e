using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The search in the summary.</summary>
/// <param name="Name"><c>searches/{search}</c>; null where there is none.</param>
/// <param name="NoSearchReason">The reason why there is none, in a sentence; null where there is one.</param>
/// <param name="StandIn">The name of the measure that replaced accuracy.</param>
/// <param name="LimitMs">The limit.</param>
/// <param name="Candidates">Networks that are predicted to meet it, with the upper end of their interval.</param>
/// <param name="Suggested">The number of networks tried.</param>
/// <param name="Winners">Those that were measured, the best first.</param>
internal sealed record QuickstartSearchSummary(
    string? Name, string? NoSearchReason, string StandIn, double? LimitMs, int Candidates, int Suggested, IReadOnlyList<QuickstartWinner> Winners)
{
    /// <summary>Summarises a search; null where nothing was searched.</summary>
    public static QuickstartSearchSummary? Of(QuickstartSearch? outcome) => outcome switch
    {
        null => null,
        { Search: { } search } => new QuickstartSearchSummary(
            search.Name, null, Quickstart.StandIn.Name, search.Limits[0].MaxLatencyMs, search.Progress.Candidates, search.Progress.Suggested,
            [.. QuickstartSearchReport.Measured(search).Select(row => Winner(row.Winner, row.Latency))]),
        _ => new QuickstartSearchSummary(null, outcome.Refusal, Quickstart.StandIn.Name, null, 0, 0, []),
    };

    private static QuickstartWinner Winner(SearchWinner winner, WinnerLatency latency) => new(
        winner.Architecture, Math.Round(winner.Accuracy, 3), latency.Predicted.LatencyMs, latency.Predicted.LowMs, latency.Predicted.HighMs,
        latency.HasMeasuredMs ? latency.MeasuredMs : null, winner.State == WinnerState.Confirmed);
}

/// <summary>A winner that was measured.</summary>
internal sealed record QuickstartWinner(
    string Architecture, double StandInPercent, double PredictedMs, double LowMs, double HighMs, double? MeasuredMs, bool LimitMet);
