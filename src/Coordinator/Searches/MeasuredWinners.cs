using LatBench.Measurements;
using LatBench.Search.Verification;
using LatBench.SearchSpaces;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;

namespace LatBench.Coordinator.Searches;

/// <summary>The results of the campaigns of a verification for architectures.</summary>
/// <param name="Space">The space of the search.</param>
/// <param name="Measurements">By canonical architecture and target; those that have ended.</param>
/// <param name="IsMeasuring">True where one of the campaigns still runs.</param>
/// <param name="Campaigns">The campaigns, by round.</param>
internal sealed record MeasuredWinners(ISearchSpace Space, IReadOnlyDictionary<(string Canonical, string Target), Measurement> Measurements, bool IsMeasuring, IReadOnlyList<long> Campaigns)
{
    private const int MaxMeasurements = 10_000;

    public static async Task<MeasuredWinners> ReadAsync(IStore store, ISearchSpace space, long searchId, CancellationToken cancellationToken)
    {
        var campaigns = await store.Searches.ListProofsAsync(searchId, cancellationToken);
        var (measured, running) = (new Dictionary<(string, string), Measurement>(), false);
        foreach (var id in campaigns)
        {
            var campaign = await store.Campaigns.FindAsync(id, cancellationToken);
            running |= campaign?.State == CampaignState.Running;
            foreach (var measurement in await store.Measurements.ListAsync(new MeasurementFilter(id), null, MaxMeasurements, cancellationToken))
            {
                if (measurement.Verdict is not null || campaign?.State != CampaignState.Running)
                    measured[(measurement.Model.CanonicalArchitecture, measurement.Target)] = measurement;
            }
        }

        return new MeasuredWinners(space, measured, running, campaigns);
    }

    /// <summary>The measurement of an architecture on a target; null where there is none that has ended.</summary>
    public Measurement? Of(Architecture architecture, string target) => Measurements.GetValueOrDefault((Space.Canonicalize(architecture).Text, target));

    /// <summary>The same for the verification.</summary>
    public IReadOnlyDictionary<Architecture, IReadOnlyList<MeasuredLatency>> Latencies(IEnumerable<Architecture> architectures, IReadOnlyList<string> targets) =>
        architectures.ToDictionary(architecture => architecture, architecture => (IReadOnlyList<MeasuredLatency>)
            [.. targets.Where(target => Of(architecture, target) is not null).Select(target => new MeasuredLatency(target, LatencyOf(Of(architecture, target)!)))]);

    /// <summary>The latency; null where it was not measured to its end.</summary>
    public static Latency? LatencyOf(Measurement measurement) =>
        measurement.Verdict is Verdict.Valid or Verdict.Suspect ? measurement.Summary?.Latency : null;
}
