using LatBench.Cli.CommandLine;
using LatBench.Cli.Connection;
using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>Follows a campaign to its end and shows its progress: a bar with lines above it on a terminal, plain lines elsewhere.</summary>
internal static class CampaignWatch
{
    /// <summary>Follows the campaign and prints its outcome; returns 1 where it was cancelled or nothing could be measured.</summary>
    public static async Task<int> ShowToTheEndAsync(CommandContext context, CoordinatorConnection connection, Campaign campaign, bool json, bool isNew)
    {
        if (isNew && !json)
            CampaignText.Started(context.Terminal, campaign);
        var ended = await FollowAsync(context.Terminal, connection, campaign.Name, context.CancellationToken);
        if (json)
            context.Terminal.Json(ended);
        else
            context.Terminal.Line(CampaignText.Ending(ended));
        return ended.State == CampaignState.Succeeded && (ended.Progress is null or { Measurements: 0 } or { Valid: > 0 } or { Suspect: > 0 })
            ? ExitCode.Done
            : ExitCode.Failed;
    }

    /// <summary>Follows the campaign and returns it as it ended.</summary>
    public static async Task<Campaign> FollowAsync(Terminal terminal, CoordinatorConnection connection, string name, CancellationToken cancellationToken)
    {
        if (!terminal.ShowsProgressBar)
            return await WatchAsync(new ProgressLines(terminal).Report);
        var waiting = new WaitingLines(terminal);
        return await terminal.WithProgressAsync("starting", report => WatchAsync(campaign =>
        {
            var progress = campaign.Progress ?? new CampaignProgress();
            report(Share(progress, campaign.Protocol?.MinPasses ?? 0), CampaignText.Standing(progress) + (campaign.Waiting.Count > 0 ? ", waiting" : ""));
            waiting.Report(campaign.Name, campaign.Waiting);
        }));

        async Task<Campaign> WatchAsync(Action<Campaign> onChange) =>
            (await StreamWatch.FollowAsync(
                connection,
                deadline => connection.Campaigns.WatchCampaign(new WatchCampaignRequest { Name = name }, deadline: deadline, cancellationToken: cancellationToken),
                message =>
                {
                    onChange(message.Campaign);
                    return HasEnded(message.Campaign);
                },
                terminal.Note,
                terminal.Time,
                "the campaign",
                cancellationToken)).Campaign;
    }

    public static bool HasEnded(Campaign campaign) => campaign.State is CampaignState.Succeeded or CampaignState.Cancelled;

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

/// <summary>A line when a pass begins, but none within two seconds of another; one every ten seconds in between; and one at the end. Beside these the lines
/// of <see cref="WaitingLines"/>.</summary>
internal sealed class ProgressLines(Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(2);

    private readonly WaitingLines _waiting = new(terminal);

    private long? _lastTime;
    private int _lastPass = -1;
    private string _lastLine = "";

    public void Report(Campaign campaign)
    {
        _waiting.Report(campaign.Name, campaign.Waiting);
        var progress = campaign.Progress ?? new CampaignProgress();
        var now = terminal.Time.GetTimestamp();
        var since = _lastTime is { } last ? terminal.Time.GetElapsedTime(last, now) : TimeSpan.MaxValue;
        var isDue = since >= (progress.PassesDone == _lastPass ? Interval : MinInterval) || CampaignWatch.HasEnded(campaign);
        var line = CampaignText.Standing(progress);
        if (line == _lastLine || !isDue)
            return;
        (_lastTime, _lastPass, _lastLine) = (now, progress.PassesDone, line);
        terminal.Note($"{campaign.Name}: {line}");
    }
}
