using LatBench.Coordinator.Resources;
using V1 = LatBench.Contracts.V1;

namespace LatBench.Coordinator.Waiting;

/// <summary>Waits to the wire.</summary>
internal static class WaitMapping
{
    /// <summary>The message for a wait.</summary>
    public static V1.Waiting ToProto(this Wait wait) => new()
    {
        Reason = (V1.WaitReason)wait.Reason,
        Explanation = wait.Explanation,
        Remedy = wait.Remedy,
        SinceTime = wait.Since.ToTimestampOrNull(),
        UntilTime = wait.Until.ToTimestampOrNull(),
        Device = wait.DeviceId is { } device ? ResourceName.Device(device) : "",
        Ahead = wait.Ahead,
        CampaignsAhead = wait.CampaignsAhead,
    };
}
