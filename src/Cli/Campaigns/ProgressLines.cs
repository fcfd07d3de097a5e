using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>A line when a pass begins, and one every ten seconds at most in between.</summary>
internal sealed class ProgressLines(Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long? _lastTime;
    private int _lastPass = -1;
    private string _lastLine = "";

    public void Report(Campaign campaign)
    {
        var progress = campaign.Progress ?? new CampaignProgress();
        var now = terminal.Time.GetTimestamp();
        var isDue = _lastTime is not { } last || terminal.Time.GetElapsedTime(last, now) >= Interval;
        var line = CampaignText.Standing(progress);
        if (line == _lastLine || !(isDue || progress.PassesDone != _lastPass || CampaignWatch.HasEnded(campaign)))
            return;
        (_lastTime, _lastPass, _lastLine) = (now, progress.PassesDone, line);
        terminal.Note($"{campaign.Name}: {line}");
    }
}
