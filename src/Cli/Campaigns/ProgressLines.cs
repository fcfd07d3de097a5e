using LatBench.Cli.Rendering;
using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;

namespace LatBench.Cli.Campaigns;

/// <summary>A line when a pass begins, but none within two seconds of another; one every ten seconds in between; and one at the end. Beside these the lines
/// of <see cref="WaitingLines"/>.</summary>
internal sealed class ProgressLines(Terminal terminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(2);

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
        var isDue = since >= (progress.PassesDone == _lastPass ? Interval : LeastInterval) || CampaignWatch.HasEnded(campaign);
        var line = CampaignText.Standing(progress);
        if (line == _lastLine || !isDue)
            return;
        (_lastTime, _lastPass, _lastLine) = (now, progress.PassesDone, line);
        terminal.Note($"{campaign.Name}: {line}");
    }
}
