using LatBench.Contracts.V1;
using LatBench.Search.Documents;
using LatBench.SearchSpaces;

namespace LatBench.Coordinator.Searches;

/// <summary>Makes the content of the report of a search from its message.</summary>
internal static class SearchDocuments
{
    public static SearchDocument Of(LoadedSearch search, Contracts.V1.Search message)
    {
        var target = message.FrontTarget.Length > 0 ? message.FrontTarget : message.Limits.FirstOrDefault()?.Target;
        var progress = message.Progress;
        return new SearchDocument
        {
            Title = message.DisplayName.Length > 0 ? message.DisplayName : $"Search {search.Stored.Id}",
            Facts =
            [
                ("Search", message.Name),
                ("State", SearchStateText.Of(search.Stored.State)),
                ("Strategy", message.Strategy),
                ("Goal", message.Goal == SearchGoal.Front ? $"front of accuracy and latency on {message.FrontTarget}" : "most accurate network within the limits"),
                ("Limits", message.Limits.Count == 0 ? "none" : string.Join(", ", message.Limits.Select(limit => FormattableString.Invariant($"{limit.MaxLatencyMs:0.####} ms on {limit.Target}"))) + (message.Confident ? ", by the upper end of the interval" : ", by the prediction")),
                ("Seed", FormattableString.Invariant($"{message.Seed}")),
                ("Budget", FormattableString.Invariant($"{message.Budget} trainings")),
                ("Candidates", FormattableString.Invariant($"{progress.Candidates} distinct networks")),
                ("Suggested", FormattableString.Invariant($"{progress.Suggested}")),
                ("Reported", FormattableString.Invariant($"{progress.Reported} accuracies, {progress.Failed} failed trainings")),
                ("Confirmed winners", FormattableString.Invariant($"{progress.Confirmed} of {message.Winners}")),
            ],
            Accuracies = [.. search.Steps.Where(step => step.Report is not null).OrderBy(step => step.Report!.Number).Select(step => step.Report!.Accuracy)],
            Points = target is null ? [] : search.Points(target),
            Target = target,
            LimitMs = message.Limits.FirstOrDefault(limit => limit.Target == target)?.MaxLatencyMs,
            Winners = [.. message.Ranking.SelectMany(winner => Lines(search.Space, winner))],
            Note = message.Note,
        };
    }

    private static IEnumerable<WinnerLine> Lines(ISearchSpace space, SearchWinner winner)
    {
        var architecture = space.Parse(winner.Architecture);
        if (winner.Latencies.Count == 0)
            return [new WinnerLine(architecture, winner.Code, winner.Accuracy, null, null, null, null, State(winner, null))];
        return winner.Latencies.Select(latency => new WinnerLine(
            architecture, winner.Code, winner.Accuracy, latency.Target,
            latency.Predicted is { } predicted ? (predicted.LatencyMs, predicted.LowMs, predicted.HighMs) : null,
            latency.HasMeasuredMs ? (latency.MeasuredMs, latency.MeasuredLowMs, latency.MeasuredHighMs) : null,
            latency.HasLimitMs ? latency.LimitMs : null, State(winner, latency)));
    }

    private static string State(SearchWinner winner, WinnerLatency? latency) => winner.State switch
    {
        WinnerState.Confirmed => "confirmed",
        WinnerState.Refuted => latency is { Failure.Length: > 0 } ? $"rejected: {latency.Failure}" : "rejected",
        WinnerState.Measuring => "being measured",
        _ => "not measured",
    };
}
