using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Measurements;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Measurements;

/// <summary>Measurements from the store to the wire.</summary>
internal static class MeasurementMapping
{
    /// <summary>The message for a measurement.</summary>
    public static V1.Measurement ToProto(this Measurement measurement)
    {
        var message = new V1.Measurement
        {
            Name = ResourceName.Measurement(measurement.Id),
            Campaign = ResourceName.Campaign(measurement.CampaignId),
            ModelSha256 = measurement.Model.Sha256,
            Target = measurement.Target,
            SearchSpace = measurement.Model.SearchSpace,
            EffectiveCell = measurement.Model.CanonicalArchitecture,
            ModelConfig = measurement.Model.Configuration.ToProto(),
            Verdict = measurement.Verdict.ToProto(),
            StopReason = measurement.StopReason.ToProto(),
            Summary = measurement.Summary?.ToProto(),
            FailureReason = measurement.FailureReason.ToProto(),
            FailureMessage = measurement.FailureMessage ?? "",
            ReusedFrom = measurement.ReusedFrom is { } original ? ResourceName.Measurement(original) : "",
            ContinuedIn = measurement.ContinuedIn is { } later ? ResourceName.Measurement(later) : "",
            MeasureTime = measurement.MeasuredAt.ToTimestampOrNull(),
        };
        message.Suspicions.AddRange(measurement.Suspicions);
        return message;
    }

    /// <summary>The message for a pass.</summary>
    public static V1.Pass ToProto(this StoredPass pass) => new()
    {
        Number = pass.Number,
        Result = pass.Result.ToProto(),
        Counted = pass.Counted,
    };
}
