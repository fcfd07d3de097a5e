using LatBench.Measurements;
using LatBench.Storage.Jobs;

namespace LatBench.Coordinator.Measurements;

/// <summary>Derives the estimate of a measurement from its passes, and decides whether one more pass is needed.</summary>
internal static class MeasurementDecisions
{
    /// <summary>Decides under <c>latbench/1</c>.</summary>
    public static MeasurementDecision Decide(MeasurementProtocol protocol, IReadOnlyList<PassResult> passes)
    {
        var summary = LatencyEstimator.Summarize(passes, protocol.Seed);
        return new MeasurementDecision(summary, StoppingRule.Decide(summary, passes, protocol), StoppingRule.Pause(StoppingRule.Spread(passes), protocol));
    }
}
