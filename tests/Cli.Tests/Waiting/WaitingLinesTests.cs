using LatBench.Cli.Waiting;
using LatBench.Contracts.V1;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Cli.Tests.Waiting;

public sealed class WaitingLinesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void A_line_is_written_when_the_reason_changes_and_when_it_ends()
    {
        var lines = new WaitingLines(_lines.Add, _time);

        lines.Report("campaigns/1", []);
        lines.Report("campaigns/1", [Wait(WaitReason.DiskFull, "The disk is full.", "Free space.")]);
        lines.Report("campaigns/1", [Wait(WaitReason.DiskFull, "The disk is full.", "Free space.")]);
        lines.Report("campaigns/1", [Wait(WaitReason.AgentSilent, "No agent answers.")]);
        lines.Report("campaigns/1", []);
        lines.Report("campaigns/1", []);

        Assert.Equal(["campaigns/1 waits: The disk is full. Free space.", "campaigns/1 waits: No agent answers.", "campaigns/1 goes on."], _lines);
    }

    [Fact]
    public void Figures_that_change_are_written_once_a_minute()
    {
        var lines = new WaitingLines(_lines.Add, _time);

        for (var jobs = 120; jobs > 0; jobs--)
        {
            lines.Report("campaigns/2", [Wait(WaitReason.Queued, $"{jobs} jobs ahead.")]);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["campaigns/2 waits: 120 jobs ahead.", "campaigns/2 waits: 60 jobs ahead."], _lines);
    }

    [Fact]
    public void The_time_between_passes_is_told_once()
    {
        var lines = new WaitingLines(_lines.Add, _time);

        for (var pass = 0; pass < 3; pass++)
        {
            lines.Report("campaigns/3", [Wait(WaitReason.Spread, $"The next visits are due at {pass}.")]);
            lines.Report("campaigns/3", []);
        }

        Assert.Equal(["campaigns/3 waits: The next visits are due at 0."], _lines);
    }

    private static Contracts.V1.Waiting Wait(WaitReason reason, string explanation, string remedy = "") =>
        new() { Reason = reason, Explanation = explanation, Remedy = remedy, Device = "devices/lab" };
}
