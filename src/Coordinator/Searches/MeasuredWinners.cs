using LatBench.Measurements;
using LatBench.Search.Proof;
using LatBench.SearchSpaces.NasBench201;
using LatBench.Storage;
using LatBench.Storage.Campaigns;
using LatBench.Storage.Measurements;

namespace LatBench.Coordinator.Searches;

/// <summary>The results of the campaigns of a proof for architectures.</summary>
/// <param name="Measurements">By effective cell and target; those that have ended.</param>
/// <param name="IsMeasuring">True where one of the campaigns still runs.</param>
/// <param name="Campaigns">The campaigns, by round.</param>
internal sealed record MeasuredWinners(IReadOnlyDictionary<(string Cell, string Target), Measurement> Measurements, bool IsMeasuring, IReadOnlyList<long> Campaigns)
{
    private const int Most = 10_000;

    public static async Task<MeasuredWinners> ReadAsync(IStore store, long searchId, CancellationToken cancellationToken)
    {
        var campaigns = await store.Searches.ListProofsAsync(searchId, cancellationToken);
        var (measured, running) = (new Dictionary<(string, string), Measurement>(), false);
        foreach (var id in campaigns)
        {
            var campaign = await store.Campaigns.FindAsync(id, cancellationToken);
            running |= campaign?.State == CampaignState.Running;
            foreach (var measurement in await store.Measurements.ListAsync(new MeasurementFilter(id), null, Most, cancellationToken))
            {
                if (measurement.Verdict is not null || campaign?.State != CampaignState.Running)
                    measured[(measurement.Model.EffectiveCell, measurement.Target)] = measurement;
            }
        }

        return new MeasuredWinners(measured, running, campaigns);
    }

    /// <summary>The measurement of an architecture on a target; null where there is none that has ended.</summary>
    public Measurement? Of(Architecture architecture, string target) => Measurements.GetValueOrDefault((Cell(architecture), target));

    /// <summary>The same for the proof.</summary>
    public IReadOnlyDictionary<Architecture, IReadOnlyList<ProvenLatency>> Latencies(IEnumerable<Architecture> architectures, IReadOnlyList<string> targets) =>
        architectures.ToDictionary(architecture => architecture, architecture => (IReadOnlyList<ProvenLatency>)
            [.. targets.Where(target => Of(architecture, target) is not null).Select(target => new ProvenLatency(target, LatencyOf(Of(architecture, target)!)))]);

    /// <summary>The quiet latency; null where it was not measured to its end.</summary>
    public static Latency? LatencyOf(Measurement measurement) =>
        measurement.Verdict is Verdict.Valid or Verdict.Suspect ? measurement.Summary?.Latency : null;

    private static string Cell(Architecture architecture) => architecture.EffectiveCell.ToString();
}
