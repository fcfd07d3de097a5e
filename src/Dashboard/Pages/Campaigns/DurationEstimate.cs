using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>Estimates how long a campaign will take, from campaigns that its devices have done.</summary>
internal static class DurationEstimate
{
    /// <summary>Campaigns with fewer jobs were mostly waiting for the next pass.</summary>
    private const int MinJobs = 20;

    /// <summary>Gets the estimate for the least number of passes; null where a device has no history.</summary>
    /// <param name="planned">The campaign as it would start.</param>
    /// <param name="past">Campaigns that were made, in any state.</param>
    public static TimeSpan? Of(Campaign planned, IEnumerable<Campaign> past)
    {
        if (planned.Targets.Count == 0)
            return null;
        var speeds = past.Select(SecondsAJob).OfType<(string Device, double Seconds)>().GroupBy(speed => speed.Device).ToDictionary(device => device.Key, device => device.Min(speed => speed.Seconds));
        var longest = TimeSpan.Zero;
        foreach (var device in planned.Targets.GroupBy(DeviceOf))
        {
            if (!speeds.TryGetValue(device.Key, out var seconds))
                return null;
            var jobs = (double)planned.Progress.Models * device.Count() * planned.Protocol.MinPasses;
            longest = TimeSpan.FromSeconds(Math.Max(longest.TotalSeconds, jobs * seconds));
        }

        var spread = planned.Protocol.MinSpread?.ToTimeSpan() ?? TimeSpan.Zero;
        return longest > spread ? longest : spread;
    }

    /// <summary>
    /// The time of a job on the one device of a campaign. It holds every pause that the campaign made; the fastest of several campaigns says most about the device.
    /// </summary>
    private static (string Device, double Seconds)? SecondsAJob(Campaign campaign)
    {
        if (campaign is not { State: CampaignState.Succeeded, Progress.JobsDone: >= MinJobs, CreateTime: { } start, EndTime: { } end } || campaign.Targets.Select(DeviceOf).Distinct().Count() != 1)
            return null;
        return (DeviceOf(campaign.Targets[0]), (end.ToDateTimeOffset() - start.ToDateTimeOffset()).TotalSeconds / campaign.Progress.JobsDone);
    }

    private static string DeviceOf(string target) => target.Split('/')[0];
}
