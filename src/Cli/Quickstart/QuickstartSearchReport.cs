using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Quickstart;

/// <summary>The winners of a quickstart's search, and whether their measurements meet the limit.</summary>
internal static class QuickstartSearchReport
{
    public static void Print(Terminal terminal, QuickstartSearch outcome)
    {
        terminal.Line();
        if (outcome.Search is not { } search)
        {
            terminal.Line($"No search: {outcome.Refusal}");
            return;
        }

        var limit = search.Limits[0].MaxLatencyMs;
        terminal.Line($"Searched for the largest network whose whole interval is within {Figures.Milliseconds(limit)}, the median prediction: {Figures.Count(search.Progress.Suggested)} of {Figures.Count(search.Progress.Candidates, "candidate")} tried, winners measured.");
        terminal.Line("Nothing is trained here: the share of parameters stands in for the accuracy that you report in a search of your own.");
        terminal.Table(["PARAMETERS", "PREDICTED", "90 % INTERVAL", "MEASURED", "LIMIT MET", "ARCHITECTURE"], Measured(search).Select(row => new[]
        {
            Figures.Percent(row.Winner.Accuracy / 100),
            Figures.Milliseconds(row.Latency.Predicted.LatencyMs),
            $"{Figures.Milliseconds(row.Latency.Predicted.LowMs)} to {Figures.Milliseconds(row.Latency.Predicted.HighMs)}",
            row.Latency.HasMeasuredMs ? Figures.Milliseconds(row.Latency.MeasuredMs) : "failed",
            row.Winner.State == WinnerState.Confirmed ? "yes" : "no",
            row.Winner.Architecture,
        }));
        if (search.Note.Length > 0)
            terminal.Note(search.Note);
    }

    /// <summary>The winners that were measured, or tried, the best first; a search under one limit has one latency each.</summary>
    public static IEnumerable<(SearchWinner Winner, WinnerLatency Latency)> Measured(Search search) =>
        search.Ranking.Where(winner => winner.State is WinnerState.Confirmed or WinnerState.Refuted).Select(winner => (winner, winner.Latencies[0]));
}
