using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Labels;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Latencies for charts from the store to the wire.</summary>
internal static class PointMapping
{
    /// <summary>Adds points to the columns of a message.</summary>
    public static void Add(this V1.ReadMeasurementPointsResponse message, IReadOnlyList<LatencyPoint> points)
    {
        foreach (var point in points)
        {
            message.Architectures.Add(point.Architecture);
            message.LatenciesMs.Add(point.Latency.Milliseconds);
            if (point.Measurement is not { } measured)
                continue;
            message.Ci95LowsMs.Add(measured.Ci95Low.Milliseconds);
            message.Ci95HighsMs.Add(measured.Ci95High.Milliseconds);
            message.Verdicts.Add(measured.Verdict.ToProto());
            message.Campaigns.Add(measured.CampaignId);
            message.Measurements.Add(measured.Id);
            message.Reused.Add(measured.IsReused);
        }
    }

    /// <summary>The message for the latency of an architecture on a target.</summary>
    public static V1.TargetLatency ToProto(this TargetLatency latency)
    {
        var message = new V1.TargetLatency
        {
            Target = latency.Target.Target,
            Origin = (V1.Origin)latency.Target.Origin,
            ModelConfig = latency.Target.Configuration.ToProto(),
            LatencyMs = latency.Point.Latency.Milliseconds,
        };
        if (latency.Point.Measurement is not { } measured)
            return message;
        message.Ci95LowMs = measured.Ci95Low.Milliseconds;
        message.Ci95HighMs = measured.Ci95High.Milliseconds;
        message.Measurement = ResourceName.Measurement(measured.Id);
        return message;
    }
}
