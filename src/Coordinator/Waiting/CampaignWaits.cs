using System.Globalization;
using LatBench.Storage.Campaigns;

namespace LatBench.Coordinator.Waiting;

/// <summary>Explains why the jobs of a campaign are not leased, device by device, from what is stored of them.</summary>
internal static class CampaignWaits
{
    /// <summary>The least time to the next pass that is worth telling of.</summary>
    public static readonly TimeSpan MinSpreadWait = TimeSpan.FromSeconds(3);

    /// <summary>One entry for each device on which no work goes on.</summary>
    public static IReadOnlyList<Wait> Explain(IEnumerable<CampaignDevice> devices, DateTimeOffset now) =>
        [.. devices.Select(device => Explain(device, now)).OfType<Wait>()];

    private static Wait? Explain(CampaignDevice jobs, DateTimeOffset now)
    {
        if (DeviceWaits.Explain(jobs.Device, now) is { } wait)
            // A device that is drained or in quarantine finishes what it holds.
            return jobs.Queued == 0 && wait.Reason is WaitReason.DeviceDraining or WaitReason.DeviceQuarantined ? null : wait;
        if (jobs.Leased > 0)
            return null;
        if (jobs.IsBehind)
            return Behind(jobs);
        return jobs.NextDueAt is { } due && due - now >= MinSpreadWait ? Spread(jobs, due) : null;
    }

    private static Wait Behind(CampaignDevice jobs)
    {
        var campaigns = jobs.CampaignsAhead == 1 ? "an earlier campaign" : $"{Count(jobs.CampaignsAhead)} earlier campaigns";
        var ahead = jobs.JobsAhead == 1 ? "1 job" : $"{Count(jobs.JobsAhead)} jobs";
        return new Wait(WaitReason.Queued, $"devices/{jobs.Device.Id} measures {campaigns} first: {ahead} ahead.", "")
        {
            DeviceId = jobs.Device.Id,
            Ahead = jobs.JobsAhead,
            CampaignsAhead = jobs.CampaignsAhead,
        };
    }

    private static Wait Spread(CampaignDevice jobs, DateTimeOffset due) =>
        new(WaitReason.Spread, $"The next jobs on devices/{jobs.Device.Id} are due at {due.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}: the protocol spreads the passes over time.", "")
        {
            DeviceId = jobs.Device.Id,
            Until = due,
        };

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
