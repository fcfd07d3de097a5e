using LatBench.Cli.Campaigns;
using LatBench.Cli.CommandLine;
using LatBench.Cli.Rendering;
using LatBench.Contracts.V1;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Cli.Tests.Campaigns;

public sealed class ProgressLinesTests
{
    [Fact]
    public void Report_writes_at_new_passes_every_ten_seconds_and_at_the_end()
    {
        var time = new FakeTimeProvider();
        using var error = new StringWriter();
        var lines = new ProgressLines(new Terminal(new CliEnvironment { Out = TextWriter.Null, Error = error, Variable = _ => null, Time = time }));

        Report(0, jobs: 0);
        Report(3, jobs: 1);
        Report(3, jobs: 2);
        Report(5, jobs: 3);
        Report(1, jobs: 4, pass: 1);
        Report(1, jobs: 5, pass: 2);
        Report(0, jobs: 6, ended: true);

        Assert.Equal(
            ["0 jobs", "3 jobs", "5 jobs", "6 jobs"],
            error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(", ").Single(part => part.EndsWith("jobs", StringComparison.Ordinal))));

        void Report(int secondsLater, int jobs, int pass = 0, bool ended = false)
        {
            time.Advance(TimeSpan.FromSeconds(secondsLater));
            lines.Report(new Campaign
            {
                State = ended ? CampaignState.Succeeded : CampaignState.Running,
                Progress = new CampaignProgress { Measurements = 9, Pending = ended ? 0 : 9, JobsDone = jobs, PassesDone = pass },
            });
        }
    }

    [Theory]
    [InlineData(0, 0, 10, 0.0)]
    [InlineData(5, 5, 10, 0.1)]
    [InlineData(60, 20, 10, 0.75)]
    [InlineData(50, 0, 0, 1.0)]
    public void Share_counts_the_first_passes_of_every_model(int done, int open, int pending, double expected)
    {
        var progress = new CampaignProgress { Measurements = 12, Reused = 2, Pending = pending, JobsDone = done, JobsOpen = open };
        Assert.Equal(expected, CampaignWatch.Share(progress, minPasses: 5), 6);
    }
}
