namespace LatBench.Measurements.Tests;

/// <summary>Simulations with fixed seeds: how often the 95 % interval holds the truth.</summary>
public sealed class IntervalCoverageTests
{
    private const int Campaigns = 2000;
    private const int Samples = 10;

    [Theory]
    [InlineData("steady", 5, 0.93, 0.97)]
    [InlineData("steady", 12, 0.93, 0.97)]
    [InlineData("drifting", 5, 0.93, 0.97)]
    [InlineData("drifting", 12, 0.93, 0.97)]
    [InlineData("noisy two-state", 8, 0.93, 0.97)]
    [InlineData("noisy two-state", 20, 0.93, 0.97)]
    [InlineData("mostly fast", 8, 0.93, 0.97)]
    [InlineData("mostly fast", 40, 0.93, 0.97)]
    [InlineData("spiky", 8, 0.93, 0.97)]
    [InlineData("spiky", 20, 0.93, 0.97)]
    public void Summarize_interval_holds_the_truth_as_often_as_it_says_and_the_part_from_passes_not_much_more(string name, int passes, double least, double most)
    {
        var machine = Machine.ByName(name);
        var truth = machine.Latency();
        var random = new SplitMix64((ulong)passes + 200);
        var (published, fromPasses) = (0, 0);
        for (var campaign = 0; campaign < Campaigns; campaign++)
        {
            var made = machine.Passes(passes, Samples, random);
            var summary = LatencyEstimator.Summarize(made, (ulong)campaign);
            if (summary.Ci95Low.Nanoseconds <= truth && truth <= summary.Ci95High.Nanoseconds) published++;
            var (low, high) = PassBootstrap.Interval(new PooledSamples(made), summary.Latency.Nanoseconds, LatencyEstimator.Probability, (ulong)campaign);
            if (low <= truth && truth <= high) fromPasses++;
        }

        Assert.InRange((double)published / Campaigns, least, 1);
        Assert.InRange((double)fromPasses / Campaigns, 0.92, most);
    }

    [Theory]
    [InlineData("steady")]
    [InlineData("drifting")]
    [InlineData("two-state")]
    [InlineData("noisy two-state")]
    [InlineData("mostly fast")]
    [InlineData("spiky")]
    [InlineData("long states")]
    public void Summarize_once_the_stopping_rule_is_content_the_interval_still_holds_the_truth(string name)
    {
        const int campaigns = 300;
        var protocol = new MeasurementProtocol();
        var machine = Machine.ByName(name);
        var truth = machine.Latency();
        var random = new SplitMix64(5);
        var held = Enumerable.Range(0, campaigns).Count(campaign =>
        {
            var passes = new List<PassResult>();
            foreach (var pass in machine.Passes(Samples, protocol.PassInterval(), random))
            {
                passes.Add(pass);
                if (passes.Count < protocol.MinPasses) continue;
                var summary = LatencyEstimator.Summarize(passes, (ulong)campaign);
                if (StoppingRule.Decide(summary, passes, protocol) is not null)
                    return summary.Ci95Low.Nanoseconds <= truth && truth <= summary.Ci95High.Nanoseconds;
            }

            return false;
        });
        Assert.InRange((double)held / campaigns, 0.90, 1);
    }

    [Fact]
    public void Summarize_two_fast_passes_of_five_leave_the_interval_wide()
    {
        var fast = Enumerable.Repeat(1_000_000L, 10);
        var slow = Enumerable.Repeat(1_350_000L, 10);
        var summary = LatencyEstimator.Summarize([TestPasses.Of(fast), TestPasses.Of(slow), TestPasses.Of(slow), TestPasses.Of(fast), TestPasses.Of(slow)], 1);
        Assert.Equal(1e6, summary.Latency.Nanoseconds);
        Assert.True(summary.RelativeError > 0.1);
    }
}
