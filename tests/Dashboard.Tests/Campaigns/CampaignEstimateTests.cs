using Google.Protobuf.WellKnownTypes;
using LatBench.Contracts.V1;
using LatBench.Dashboard.Pages.Campaigns;

namespace LatBench.Dashboard.Tests.Campaigns;

public sealed class CampaignEstimateTests
{
    private static readonly DateTimeOffset Start = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [Fact]
    public void TimeLeft_goes_on_at_the_speed_so_far() => Assert.Equal(TimeSpan.FromMinutes(30), CampaignTimeLeft.Of(Running(done: 100, open: 300), Start.AddMinutes(10)));

    [Fact]
    public void TimeLeft_is_no_less_than_the_spread_of_the_passes() => Assert.Equal(TimeSpan.FromSeconds(90), CampaignTimeLeft.Of(Running(done: 100, open: 10, spread: 120), Start.AddSeconds(30)));

    [Fact]
    public void TimeLeft_is_not_known_before_anything_is_done_when_it_waits_for_a_person_and_at_the_end()
    {
        var waiting = Running(done: 100, open: 10);
        waiting.Waiting.Add(new Waiting { Remedy = "Start the agent." });
        var ended = Running(done: 100, open: 0);
        ended.State = CampaignState.Succeeded;

        Assert.Null(CampaignTimeLeft.Of(Running(done: 1, open: 100), Start.AddMinutes(1)));
        Assert.Null(CampaignTimeLeft.Of(waiting, Start.AddMinutes(1)));
        Assert.Null(CampaignTimeLeft.Of(ended, Start.AddMinutes(1)));
        Assert.Null(CampaignTimeLeft.Of(Running(done: 100, open: 10), Start.AddMinutes(-1)));
    }

    [Theory]
    [InlineData(5, "less than a minute")]
    [InlineData(61, "about 1 min")]
    [InlineData(9.4 * 60, "about 9 min")]
    [InlineData(33 * 60, "about 35 min")]
    [InlineData(80 * 60, "about 1.5 h")]
    [InlineData(20.2 * 3600, "about 20 h")]
    [InlineData(80 * 3600, "about 3 days")]
    public void RoughTime_is_no_finer_than_it_is_known(double seconds, string expected) => Assert.Equal(expected, RoughTime.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Duration_goes_by_the_fastest_campaign_of_each_device_and_the_slowest_device()
    {
        Campaign[] past = [Past("a/t1", seconds: 100, jobs: 100), Past("a/t1", seconds: 50, jobs: 100), Past("b/t1", seconds: 300, jobs: 100), Past("a/t1", seconds: 1, jobs: 2)];

        Assert.Equal(TimeSpan.FromSeconds(0.5 * 10 * 5), DurationEstimate.Of(Planned(models: 10, "a/t1"), past));
        Assert.Equal(TimeSpan.FromSeconds(0.5 * 10 * 5 * 2), DurationEstimate.Of(Planned(models: 10, "a/t1", "a/t2"), past));
        Assert.Equal(TimeSpan.FromSeconds(3 * 10 * 5), DurationEstimate.Of(Planned(models: 10, "a/t1", "b/t1"), past));
        Assert.Equal(TimeSpan.FromSeconds(20), DurationEstimate.Of(Planned(models: 1, "a/t1"), past));
        Assert.Null(DurationEstimate.Of(Planned(models: 10, "a/t1", "c/t1"), past));
    }

    [Fact]
    public void Failures_are_grouped_by_reason_and_message()
    {
        var groups = FailureGroup.Of([Failed(1, FailureReason.TimedOut, "60 s"), Failed(2, FailureReason.OutOfMemory, "x"), Failed(3, FailureReason.OutOfMemory, "y"), Failed(4, FailureReason.OutOfMemory, "y")]);

        Assert.Equal([(FailureReason.OutOfMemory, 3), (FailureReason.TimedOut, 1)], groups.Select(group => (group.Reason, group.Count)));
        Assert.Equal([("y", 2, "measurements/3"), ("x", 1, "measurements/2")], groups[0].Messages.Select(message => (message.Text, message.Count, message.Example)));
    }

    [Theory]
    [InlineData("|a~0|+|b~0|c~1|", "|a~0|+ |b~0| c~1|")]
    [InlineData("0123abcd", "0123abcd")]
    [InlineData("", "")]
    public void Architectures_break_between_operations(string text, string expected) => Assert.Equal(expected, string.Join(' ', CampaignText.Parts(text)));

    private static Measurement Failed(int id, FailureReason reason, string message) => new() { Name = $"measurements/{id}", FailureReason = reason, FailureMessage = message };

    private static Campaign Running(int done, int open, int spread = 0) => new()
    {
        State = CampaignState.Running,
        CreateTime = Start.ToTimestamp(),
        Progress = new CampaignProgress { JobsDone = done, JobsOpen = open },
        Protocol = new Protocol { MinSpread = Duration.FromTimeSpan(TimeSpan.FromSeconds(spread)) },
    };

    private static Campaign Past(string target, int seconds, int jobs) => new()
    {
        State = CampaignState.Succeeded,
        Targets = { target },
        CreateTime = Start.ToTimestamp(),
        EndTime = Start.AddSeconds(seconds).ToTimestamp(),
        Progress = new CampaignProgress { JobsDone = jobs },
    };

    private static Campaign Planned(int models, params string[] targets) => new()
    {
        Targets = { targets },
        Progress = new CampaignProgress { Models = models },
        Protocol = new Protocol { MinPasses = 5, MinSpread = Duration.FromTimeSpan(TimeSpan.FromSeconds(20)) },
    };
}
