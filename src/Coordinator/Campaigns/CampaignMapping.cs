using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.Mapping;
using LatBench.Coordinator.Resources;
using LatBench.Storage.Campaigns;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Campaigns;

/// <summary>Campaigns from the store to the wire.</summary>
internal static class CampaignMapping
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The message for a campaign, long lists left out.</summary>
    public static V1.Campaign ToSummary(this Campaign campaign, CampaignProgress progress)
    {
        var message = campaign.ToProto(progress);
        message.Selection.Architectures?.Architectures.Clear();
        return message;
    }

    /// <summary>The message for a campaign, with everything it left out.</summary>
    public static V1.Campaign ToProto(this Campaign campaign, CampaignProgress progress, IReadOnlyList<CampaignArchitecture>? skipped = null)
    {
        var message = Parser.Parse<V1.Campaign>(campaign.Request);
        message.Name = ResourceName.Campaign(campaign.Id);
        message.Targets.AddRange(campaign.Targets);
        message.Protocol = campaign.Protocol.ToProto();
        message.State = (V1.CampaignState)campaign.State;
        message.Progress = progress.ToProto();
        message.CreateTime = campaign.CreatedAt.ToTimestamp();
        message.EndTime = campaign.EndedAt.ToTimestampOrNull();
        message.Skipped.AddRange((skipped ?? []).Select(ToProto));
        return message;
    }

    /// <summary>The message for an architecture that is left out.</summary>
    public static V1.SkippedArchitecture ToProto(this CampaignArchitecture skipped) => new() { Architecture = skipped.Architecture, Reason = skipped.SkipReason ?? "" };

    /// <summary>The message for how far a planning is.</summary>
    public static V1.CampaignPlanning ToProto(this PlanningProgress planning) => new()
    {
        Stage = (V1.PlanningStage)planning.Stage,
        Done = planning.Done,
        Total = planning.Total,
        Measurements = planning.Measurements,
    };

    private static V1.CampaignProgress ToProto(this CampaignProgress progress)
    {
        var message = new V1.CampaignProgress
        {
            Architectures = progress.Architectures,
            Unmeasurable = progress.Unmeasurable,
            Models = progress.Models,
            Measurements = progress.Measurements,
            Pending = progress.Pending,
            Valid = progress.Valid,
            Suspect = progress.Suspect,
            Failed = progress.Failed,
            Cancelled = progress.Cancelled,
            Reused = progress.Reused,
            WithinTarget = progress.WithinTarget,
            JobsDone = progress.JobsDone,
            JobsOpen = progress.JobsOpen,
            ProfilesDone = progress.ProfilesDone,
            ProfilesOpen = progress.ProfilesOpen,
            ProfilesFailed = progress.ProfilesFailed,
            PassesDone = progress.PassesDone,
            Samples = progress.Samples,
            InferenceTime = Duration.FromTimeSpan(progress.InferenceTime),
        };
        if (progress.MedianLatency is { } median)
            message.MedianLatencyMs = median.Milliseconds;

        return message;
    }
}
