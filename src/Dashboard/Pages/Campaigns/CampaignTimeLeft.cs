using LatBench.Contracts.V1;

namespace LatBench.Dashboard.Pages.Campaigns;

/// <summary>Estimates the time that a campaign still needs, from the speed that it had so far.</summary>
internal static class CampaignTimeLeft
{
    private const int MinJobs = 5;

    /// <summary>Gets the estimate; null where the campaign does not run, where too little is done, and where it waits for a person.</summary>
    /// <param name="campaign">The campaign with its progress.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? Of(Campaign campaign, DateTimeOffset now)
    {
        if (campaign is not { State: CampaignState.Running, Progress: { } progress, CreateTime: { } created } || progress.JobsDone < MinJobs || progress.JobsOpen == 0)
            return null;
        if (campaign.Waiting.Any(waiting => waiting.Remedy.Length > 0))
            return null;
        var passed = now - created.ToDateTimeOffset();
        if (passed <= TimeSpan.Zero)
            return null;
        var bySpeed = passed * ((double)progress.JobsOpen / progress.JobsDone);
        // The passes of a model are spread over a time, however fast they are.
        var bySpread = (campaign.Protocol?.MinSpread?.ToTimeSpan() ?? TimeSpan.Zero) - passed;
        return bySpeed > bySpread ? bySpeed : bySpread;
    }
}
