using System.Globalization;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Searches;

/// <summary>Searches as people read them.</summary>
internal static class SearchText
{
    public static async Task<Search> GetAsync(CoordinatorConnection connection, string name, CancellationToken cancellationToken) =>
        (await connection.Searches.GetSearchAsync(new GetSearchRequest { Name = name }, cancellationToken: cancellationToken)).Search;

    /// <summary>The state in words; the contract's name for a verification is another one.</summary>
    public static string State(Search search) => search.State == SearchState.Proving ? "verifying" : Words.Of(search.State);

    public static string Percent(double accuracy) => accuracy.ToString("0.###", CultureInfo.InvariantCulture) + " %";

    public static string Limits(Search search) => search.Limits.Count == 0
        ? Figures.None
        : string.Join(", ", search.Limits.Select(limit => $"{Figures.Milliseconds(limit.MaxLatencyMs)} on {limit.Target}")) + (search.Confident ? " (upper end of the interval)" : "");

    public static string Standing(Search search) => string.Create(
        CultureInfo.InvariantCulture,
        $"{search.Progress.Suggested} of {search.Budget} suggested, {search.Progress.Reported} reported, {search.Progress.Failed} failed");

    public static void Suggestions(Terminal terminal, IEnumerable<SearchSuggestion> suggestions) => terminal.Table(
        ["NUMBER", "CODE", "INDEX", "PREDICTED", "ACCURACY", "ARCHITECTURE"],
        suggestions.Select(suggestion => new[]
        {
            Figures.Count(suggestion.Number),
            suggestion.Code,
            suggestion.HasOfficialIndex ? Figures.Count(suggestion.OfficialIndex) : Figures.None,
            suggestion.Latencies.Count == 0 ? Figures.None : string.Join(", ", suggestion.Latencies.Select(latency => Figures.Milliseconds(latency.LatencyMs))),
            suggestion.HasAccuracy ? Percent(suggestion.Accuracy) : suggestion.Failed ? "failed" : Figures.None,
            suggestion.Architecture,
        }));

    public static void Ranking(Terminal terminal, Search search) => terminal.Table(
        ["RANK", "CODE", "ACCURACY", "TARGET", "PREDICTED", "MEASURED", "LIMIT", "STATE", "ARCHITECTURE"],
        search.Ranking.SelectMany((winner, rank) => (winner.Latencies.Count == 0 ? [new WinnerLatency()] : (IEnumerable<WinnerLatency>)winner.Latencies).Select(latency => new[]
        {
            Figures.Count(rank + 1),
            winner.Code,
            Percent(winner.Accuracy),
            latency.Target.Length > 0 ? latency.Target : Figures.None,
            latency.Predicted is { } predicted ? $"{Figures.Milliseconds(predicted.LatencyMs)} ({Figures.Milliseconds(predicted.LowMs)} to {Figures.Milliseconds(predicted.HighMs)})" : Figures.None,
            latency.HasMeasuredMs ? Figures.Milliseconds(latency.MeasuredMs) : latency.Failure.Length > 0 ? "failed" : Figures.None,
            latency.HasLimitMs ? Figures.Milliseconds(latency.LimitMs) : Figures.None,
            State(winner.State),
            winner.Architecture,
        })));

    private static string State(WinnerState state) => state switch
    {
        WinnerState.Unspecified => "not measured",
        WinnerState.Refuted => "rejected",
        _ => Words.Of(state),
    };

    public static void Show(Terminal terminal, Search search)
    {
        terminal.Pairs(
        [
            ("Search", search.Name),
            ("Name", search.DisplayName.Length > 0 ? search.DisplayName : Figures.None),
            ("State", State(search)),
            ("Strategy", search.Strategy),
            ("Seed", search.Seed.ToString(CultureInfo.InvariantCulture)),
            ("Goal", search.Goal == SearchGoal.Front ? $"front of accuracy and latency on {search.FrontTarget}" : "best"),
            ("Limits", Limits(search)),
            ("Candidates", Figures.Count(search.Progress.Candidates)),
            ("Progress", Standing(search)),
            ("Best", search.Progress.HasBestAccuracy ? Percent(search.Progress.BestAccuracy) : Figures.None),
            .. WaitingText.Pairs(search.Waiting, terminal.Time),
            ("Confirmed", $"{Figures.Count(search.Progress.Confirmed)} of {Figures.Count(search.Winners)}"),
            ("Campaigns", search.Campaigns.Count > 0 ? string.Join(", ", search.Campaigns) : Figures.None),
            ("Created", Figures.Time(search.CreateTime)),
            ("Ended", Figures.Time(search.EndTime)),
        ]);
        if (search.Note.Length > 0)
            terminal.Note(search.Note);
        if (search.Ranking.Count > 0)
            Ranking(terminal, search);
    }
}
