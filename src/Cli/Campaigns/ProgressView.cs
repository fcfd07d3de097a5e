using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Shows a campaign as it goes on.</summary>
internal static class ProgressView
{
    /// <summary>Runs <paramref name="work"/> with a view of what it reports and notes: a bar with lines above it on a terminal, plain lines elsewhere.</summary>
    public static async Task<T> ShowAsync<T>(Terminal terminal, Func<Action<Campaign>, Action<string>, Task<T>> work)
    {
        if (!terminal.ShowsProgressBar)
            return await work(new ProgressLines(terminal).Report, terminal.Note);
        var waiting = new WaitingLines(terminal);
        return await terminal.WithProgressAsync("starting", report => work(
            campaign =>
            {
                var progress = campaign.Progress ?? new CampaignProgress();
                report(Share(progress, campaign.Protocol?.MinPasses ?? 0), CampaignText.Standing(progress) + (campaign.Waiting.Count > 0 ? ", waiting" : ""));
                waiting.Report(campaign.Name, campaign.Waiting);
            },
            terminal.Note));
    }

    /// <summary>The share of the known work that is done, 0 to 1: jobs, and all of the first passes of each model.</summary>
    public static double Share(CampaignProgress progress, int minPasses)
    {
        if (progress.Pending == 0)
            return 1;
        var toMeasure = progress.Measurements - progress.Reused;
        var known = Math.Max(progress.JobsDone + progress.JobsOpen, toMeasure * minPasses);
        return known == 0 ? 0 : Math.Min(1, (double)progress.JobsDone / known);
    }
}
