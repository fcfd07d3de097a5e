using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Resources;
using LatBench.Search.Verification;
using LatBench.SearchSpaces;
using LatBench.Storage.Searches;
using StoredSearch = LatBench.Storage.Searches.Search;

namespace LatBench.Coordinator.Searches;

/// <summary>Searches from the store to the wire.</summary>
internal static class SearchMapping
{
    /// <summary>The best that are shown where none is verified.</summary>
    private const int Shown = 10;

    /// <summary>The message for a search, without its suggestions and its ranking.</summary>
    public static Contracts.V1.Search ToSummary(this StoredSearch stored, IReadOnlyList<SearchStep> steps, int confirmed)
    {
        var message = LoadedSearch.Read(stored);
        message.Name = ResourceName.Search(stored.Id);
        message.State = (Contracts.V1.SearchState)stored.State;
        message.Note = stored.Note;
        message.CreateTime = stored.CreatedAt.ToTimestamp();
        message.EndTime = stored.EndedAt.ToTimestampOrNull();
        message.Progress = new SearchProgress
        {
            Candidates = stored.CandidateCount + steps.Count(step => step.Addition is not null),
            Suggested = steps.Count,
            Reported = steps.Count(step => step.Report?.Accuracy is not null),
            Failed = steps.Count(step => step.Report is { Accuracy: null }),
            Confirmed = confirmed,
        };
        if (steps.Max(step => step.Report?.Accuracy) is { } best)
            message.Progress.BestAccuracy = best;
        return message;
    }

    /// <summary>The message for a search with all that belongs to it.</summary>
    public static Contracts.V1.Search ToProto(this LoadedSearch search, MeasuredWinners measured)
    {
        var targets = search.Stored.ProofTargets ?? [.. search.Candidates.Latencies.Select(latencies => latencies.Target)];
        var verification = WinnerVerifications.Of(search, measured, targets);
        var message = search.Stored.ToSummary(search.Steps, search.Stored.ProofTargets is null ? 0 : verification.Confirmed.Count);
        message.Suggestions.AddRange(search.Steps.Select(search.ToProto));
        message.Campaigns.AddRange(measured.Campaigns.Select(ResourceName.Campaign));
        var verified = verification.Confirmed.Concat(verification.Rejected).ToHashSet();
        var shown = search.Contenders.Take(Shown).Concat(search.Contenders.Where(verified.Contains)).Distinct().ToHashSet();
        foreach (var architecture in search.Contenders.Where(shown.Contains))
            message.Ranking.Add(search.Winner(architecture, verification, measured, targets));
        return message;
    }

    /// <summary>The message for one suggestion.</summary>
    public static SearchSuggestion ToProto(this LoadedSearch search, SearchStep step)
    {
        var architecture = search.Space.Parse(step.Architecture);
        var message = new SearchSuggestion { Number = step.Number, Architecture = step.Architecture, Code = search.Space.Code(architecture), Failed = step.Report is { Accuracy: null } };
        if (step.Report?.Accuracy is { } accuracy)
            message.Accuracy = accuracy;
        var place = search.Candidates.Place(architecture);
        if (search.Candidates.OfficialIndices?[place] is >= 0 and var index)
            message.OfficialIndex = index;
        message.Latencies.AddRange(search.Candidates.Latencies.Select(latencies => Predicted(latencies, place)));
        return message;
    }

    private static SearchWinner Winner(this LoadedSearch search, Architecture architecture, WinnerVerification verification, MeasuredWinners measured, IReadOnlyList<string> targets)
    {
        var place = search.Candidates.Place(architecture);
        var message = new SearchWinner
        {
            Architecture = architecture.ToString(),
            Code = search.Space.Code(architecture),
            Accuracy = search.Ranking.First(member => member.Architecture == architecture).Accuracy,
            State = search.Stored.ProofTargets is null ? WinnerState.Unspecified
                : verification.Confirmed.Contains(architecture) ? WinnerState.Confirmed
                : verification.Rejected.Contains(architecture) ? WinnerState.Refuted
                : measured.IsMeasuring && verification.Next.Contains(architecture) ? WinnerState.Measuring : WinnerState.Unspecified,
        };
        if (search.Candidates.OfficialIndices?[place] is >= 0 and var index)
            message.OfficialIndex = index;
        foreach (var target in targets)
        {
            var latency = new WinnerLatency { Target = target };
            if (Array.Find(search.Candidates.Latencies, known => known.Target == target) is { } predicted)
                latency.Predicted = Predicted(predicted, place);
            if (search.Asked.Limits.FirstOrDefault(limit => limit.Target == target) is { } limit)
                latency.LimitMs = limit.MaxLatencyMs;
            if (measured.Of(architecture, target) is { } measurement)
            {
                latency.Measurement = ResourceName.Measurement(measurement.Id);
                latency.Failure = MeasuredWinners.LatencyOf(measurement) is null ? measurement.FailureMessage ?? "Its campaign ended before it was measured." : "";
                if (MeasuredWinners.LatencyOf(measurement) is not null && measurement.Summary is { } summary)
                    (latency.MeasuredMs, latency.MeasuredLowMs, latency.MeasuredHighMs) = (summary.Latency.Milliseconds, summary.Ci95Low.Milliseconds, summary.Ci95High.Milliseconds);
            }

            message.Latencies.Add(latency);
        }

        return message;
    }

    private static PredictedLatency Predicted(CandidateLatencies latencies, int place) =>
        new() { Target = latencies.Target, LatencyMs = latencies.Ms[place], LowMs = latencies.Low[place], HighMs = latencies.High[place] };
}
