using System.Globalization;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Text;

namespace LatBench.Dashboard.Pages.Searches;

/// <summary>Searches in words.</summary>
internal static class SearchText
{
    /// <summary>The word for the state and the class of its badge.</summary>
    public static (string Text, string Kind) State(SearchState state) => state switch
    {
        SearchState.Running => ("running", "busy"),
        SearchState.Proving => ("verifying", "busy"),
        SearchState.Succeeded => ("succeeded", "good"),
        SearchState.Cancelled => ("cancelled", ""),
        _ => ("unknown", ""),
    };

    /// <summary>The word for the verification of a winner and the class of its badge.</summary>
    public static (string Text, string Kind) State(WinnerState state) => state switch
    {
        WinnerState.Measuring => ("measuring", "busy"),
        WinnerState.Confirmed => ("confirmed", "good"),
        WinnerState.Refuted => ("rejected", "bad"),
        _ => ("not measured", ""),
    };

    /// <summary>Determines whether a search has ended.</summary>
    public static bool HasEnded(Search search) => search.State is SearchState.Succeeded or SearchState.Cancelled;

    /// <summary>The name for people: the one that was given, or the resource name.</summary>
    public static string Name(Search search) => search.DisplayName.Length > 0 ? search.DisplayName : search.Name;

    /// <summary>An accuracy, which is a percentage of 0 to 100.</summary>
    public static string Accuracy(double accuracy) => accuracy.ToString("0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>The goal and what limits it, in a sentence.</summary>
    public static string Goal(Search search)
    {
        var goal = search.Goal == SearchGoal.Front ? $"the front of accuracy and latency on {search.FrontTarget}" : "the most accurate network";
        var limits = search.Limits.Select(limit => $"{Figures.Milliseconds(limit.MaxLatencyMs)} on {limit.Target}").ToArray();
        return limits.Length == 0 ? goal : $"{goal} within {string.Join(" and ", limits)}{(search.Confident ? ", by the upper end of the 90 % interval" : "")}";
    }

    /// <summary>The targets whose latencies are known, those of the limits first.</summary>
    public static IReadOnlyList<string> Targets(Search search) =>
        [.. search.Limits.Select(limit => limit.Target).Append(search.FrontTarget).Concat(search.Suggestions.Take(1).SelectMany(first => first.Latencies.Select(latency => latency.Target))).Where(target => target.Length > 0).Distinct()];

    /// <summary>A mark that is another one after every suggestion and report: charts are drawn again then.</summary>
    public static string Mark(Search search) => $"{search.Progress.Suggested}-{search.Progress.Reported}-{search.Progress.Failed}-{string.Concat(search.Ranking.Select(winner => (int)winner.State))}";
}
