using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Coordinator.Resources;
using LatBench.Search.Proof;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage.Searches;
using StoredSearch = LatBench.Storage.Searches.Search;

namespace LatBench.Coordinator.Searches;

/// <summary>Searches from the store to the wire.</summary>
internal static class SearchMapping
{
    /// <summary>The best that are shown where none is proved.</summary>
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
            Candidates = stored.CandidateCount,
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
        var proof = WinnerProofs.Of(search, measured, targets);
        var message = search.Stored.ToSummary(search.Steps, search.Stored.ProofTargets is null ? 0 : proof.Confirmed.Count);
        message.Suggestions.AddRange(search.Steps.Select(search.ToProto));
        message.Campaigns.AddRange(measured.Campaigns.Select(ResourceName.Campaign));
        var proved = proof.Confirmed.Concat(proof.Refuted).ToHashSet();
        var shown = search.Contenders.Take(Shown).Concat(search.Contenders.Where(proved.Contains)).Distinct().ToHashSet();
        foreach (var architecture in search.Contenders.Where(shown.Contains))
            message.Ranking.Add(search.Winner(architecture, proof, measured, targets));
        return message;
    }

    /// <summary>The message for one suggestion.</summary>
    public static SearchSuggestion ToProto(this LoadedSearch search, SearchStep step)
    {
        var architecture = Architecture.Parse(step.Architecture);
        var message = new SearchSuggestion { Number = step.Number, Architecture = step.Architecture, Code = architecture.Code, Failed = step.Report is { Accuracy: null } };
        if (step.Report?.Accuracy is { } accuracy)
            message.Accuracy = accuracy;
        var place = search.Candidates.Place(architecture);
        if (search.Candidates.OfficialIndices?[place] is >= 0 and var index)
            message.OfficialIndex = index;
        message.Latencies.AddRange(search.Candidates.Latencies.Select(latencies => Predicted(latencies, place)));
        return message;
    }

    private static SearchWinner Winner(this LoadedSearch search, Architecture architecture, WinnerProof proof, MeasuredWinners measured, IReadOnlyList<string> targets)
    {
        var place = search.Candidates.Place(architecture);
        var message = new SearchWinner
        {
            Architecture = architecture.ToString(),
            Code = architecture.Code,
            Accuracy = search.Ranking.First(member => member.Architecture == architecture).Accuracy,
            State = search.Stored.ProofTargets is null ? WinnerState.Unspecified
                : proof.Confirmed.Contains(architecture) ? WinnerState.Confirmed
                : proof.Refuted.Contains(architecture) ? WinnerState.Refuted
                : measured.IsMeasuring && proof.Next.Contains(architecture) ? WinnerState.Measuring : WinnerState.Unspecified,
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
