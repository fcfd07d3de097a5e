using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Searches;

/// <summary>The suggestions of a search as columns of equal length, and its winners.</summary>
internal sealed record SearchPoints
{
    /// <summary>Gets the search space.</summary>
    public required string Space { get; init; }

    /// <summary>Gets the target whose latencies these are; null where there are none.</summary>
    public required string? Target { get; init; }

    /// <summary>Gets the limit on that target; null where there is none.</summary>
    public required double? LimitMs { get; init; }

    /// <summary>Gets the numbers of the suggestions, from 1.</summary>
    public required int[] Number { get; init; }

    /// <summary>Gets the short codes.</summary>
    public required string[] Code { get; init; }

    /// <summary>Gets the texts of the architectures.</summary>
    public required string[] Architecture { get; init; }

    /// <summary>Gets the accuracies in percent; null where none was reported.</summary>
    public required double?[] Accuracy { get; init; }

    /// <summary>Gets the predicted latencies on the target; null where there is none.</summary>
    public required double?[] LatencyMs { get; init; }

    /// <summary>Gets the winners that were measured on the target.</summary>
    public required MeasuredWinner[] Winners { get; init; }

    /// <summary>Makes the columns.</summary>
    /// <param name="search">The search with its suggestions.</param>
    /// <param name="target">The target of the latencies; null for none.</param>
    public static SearchPoints Of(Search search, string? target) => new()
    {
        Space = search.SearchSpace,
        Target = target,
        LimitMs = search.Limits.FirstOrDefault(limit => limit.Target == target)?.MaxLatencyMs,
        Number = [.. search.Suggestions.Select(suggestion => suggestion.Number)],
        Code = [.. search.Suggestions.Select(suggestion => suggestion.Code)],
        Architecture = [.. search.Suggestions.Select(suggestion => suggestion.Architecture)],
        Accuracy = [.. search.Suggestions.Select(suggestion => suggestion.HasAccuracy ? suggestion.Accuracy : (double?)null)],
        LatencyMs = [.. search.Suggestions.Select(suggestion => suggestion.Latencies.FirstOrDefault(latency => latency.Target == target)?.LatencyMs)],
        Winners = [.. search.Ranking.SelectMany(winner => winner.Latencies.Where(latency => latency.Target == target && latency.HasMeasuredMs).Select(latency => MeasuredWinner.Of(winner, latency)))],
    };
}

/// <summary>A winner with its measured latency.</summary>
/// <param name="Code">The short code.</param>
/// <param name="Architecture">The text of the architecture.</param>
/// <param name="Accuracy">In percent.</param>
/// <param name="State">The word for its verification.</param>
/// <param name="MeasuredMs">The measured latency.</param>
/// <param name="LowMs">The lower end of its 95 % interval.</param>
/// <param name="HighMs">The upper end of its 95 % interval.</param>
internal sealed record MeasuredWinner(string Code, string Architecture, double Accuracy, string State, double MeasuredMs, double LowMs, double HighMs)
{
    /// <summary>Makes it of a winner and its latency on the target.</summary>
    public static MeasuredWinner Of(SearchWinner winner, WinnerLatency latency) =>
        new(winner.Code, winner.Architecture, winner.Accuracy, SearchText.State(winner.State).Text, latency.MeasuredMs, latency.MeasuredLowMs, latency.MeasuredHighMs);
}
