using LatBench.Search.Limits;
using LatBench.SearchSpaces;

namespace LatBench.Search.Verification;

/// <summary>The state of the verification of winners.</summary>
/// <param name="Confirmed">Those that were measured and met every limit, best first, as many as were asked for.</param>
/// <param name="Rejected">Those that were measured and did not, or could not be measured; better than the last that was confirmed.</param>
/// <param name="Next">Those to be measured now; empty where the verification is complete or no candidate is left.</param>
public sealed record WinnerVerification(IReadOnlyList<Architecture> Confirmed, IReadOnlyList<Architecture> Rejected, IReadOnlyList<Architecture> Next)
{
    /// <summary>By how much fewer may be expected than are wanted: no candidate surely meets a limit.</summary>
    private const double Tolerance = 0.5;

    /// <summary>Walks down a ranking until enough are confirmed; an architecture that misses a limit is replaced by the next best.</summary>
    /// <param name="ranking">Evaluated architectures, best first.</param>
    /// <param name="wanted">The number of winners asked for.</param>
    /// <param name="measured">The measurements so far, by architecture.</param>
    /// <param name="targets">The targets on which each has to be measured.</param>
    /// <param name="limits">The limits that it has to meet there.</param>
    /// <param name="chance">The probability, 0 to 1, that it does: so many are measured at once that enough of them are expected to. 1 where it is left out.</param>
    public static WinnerVerification Of(
        IReadOnlyList<Architecture> ranking, int wanted, IReadOnlyDictionary<Architecture, IReadOnlyList<MeasuredLatency>> measured,
        IReadOnlyList<string> targets, IReadOnlyList<LatencyLimit> limits, Func<Architecture, double>? chance = null)
    {
        var (confirmed, rejected, next) = (new List<Architecture>(), new List<Architecture>(), new List<Architecture>());
        var expected = 0.0;
        foreach (var architecture in ranking)
        {
            if (confirmed.Count == wanted || (next.Count > 0 && confirmed.Count + expected >= wanted - Tolerance))
                break;
            if (!measured.TryGetValue(architecture, out var latencies) || targets.Except(latencies.Select(latency => latency.Target)).Any())
            {
                next.Add(architecture);
                expected += chance?.Invoke(architecture) ?? 1;
            }
            else
                (Meets(latencies, limits) ? confirmed : rejected).Add(architecture);
        }

        return new WinnerVerification(confirmed, rejected, next);
    }

    /// <summary>Determines whether measurements meet every limit; one that failed meets none.</summary>
    public static bool Meets(IReadOnlyList<MeasuredLatency> latencies, IReadOnlyList<LatencyLimit> limits) =>
        latencies.All(latency => latency.Latency is { } measured && limits.Where(limit => limit.Target == latency.Target).All(limit => measured.Milliseconds <= limit.Max.Milliseconds));
}
