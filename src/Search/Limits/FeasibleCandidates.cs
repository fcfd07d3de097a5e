using LatBench.Prediction;
using LatBench.Search.Candidates;
using LatBench.SearchSpaces;

namespace LatBench.Search.Limits;

/// <summary>Leaves the candidates that may meet every limit.</summary>
public static class FeasibleCandidates
{
    /// <summary>Filters candidates.</summary>
    /// <param name="candidates">The candidates that would be suggested without limits.</param>
    /// <param name="latencies">The predictions of every target, each of them for every candidate.</param>
    /// <param name="confident">Asks that the upper end of the 90 % interval meets the limit, instead of the lower.</param>
    /// <exception cref="SearchException">Nothing is left; the message says how fast the fastest is predicted to be.</exception>
    public static CandidateSet Of(CandidateSet candidates, IReadOnlyList<PredictedLatencies> latencies, bool confident)
    {
        foreach (var target in latencies.Where(target => target.Limit is not null))
        {
            var fastest = candidates.All.MinBy(architecture => Judged(target.Predictions[architecture], confident));
            if (Judged(target.Predictions[fastest], confident) > target.Limit!.Value.Max.Milliseconds)
                throw new SearchException(FormattableString.Invariant($"No network meets {target.Limit.Value.Max.Milliseconds:0.####} ms on {target.Target}: the fastest known, {candidates.Space.Code(fastest)}, is predicted to take {target.Predictions[fastest].Latency.Milliseconds:0.####} ms{(confident ? FormattableString.Invariant($", at most {target.Predictions[fastest].High.Milliseconds:0.####} ms") : "")}; raise the limit."));
        }

        var feasible = candidates.Where(architecture => Meets(architecture, prediction => Judged(prediction, confident)));
        if (feasible.Count > 0)
            return confident ? feasible : candidates.Where(architecture => latencies.All(target => target.Limit is not { } limit || MayMeet(target.Predictions[architecture], limit, confident)));
        throw new SearchException($"No network meets the limits on {string.Join(" and ", latencies.Select(target => target.Target))} at once, though each can be met alone: raise one of them.");

        bool Meets(Architecture architecture, Func<LatencyPrediction, double> judged) =>
            latencies.All(target => target.Limit is not { } limit || judged(target.Predictions[architecture]) <= limit.Max.Milliseconds);
    }

    /// <summary>Determines whether a network remains a candidate under a limit: whether the lower end of the interval meets it, or the upper end where that is asked for.</summary>
    /// <param name="prediction">Its prediction.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="confident">As for <see cref="Of"/>.</param>
    public static bool MayMeet(LatencyPrediction prediction, LatencyLimit limit, bool confident) =>
        (confident ? prediction.High : prediction.Low).Milliseconds <= limit.Max.Milliseconds;

    private static double Judged(LatencyPrediction prediction, bool confident) => (confident ? prediction.High : prediction.Latency).Milliseconds;
}
