namespace LatBench.Measurements.Tests;

public sealed class StoppingRuleTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);
    private static readonly MeasurementProtocol Protocol = new() { MinPasses = 5, MaxPasses = 8, MaxRelativeError = 0.02, MinSpread = Enough };

    /// <summary>31 intervals of 4 s.</summary>
    private static readonly MeasurementProtocol LongSpread = new() { MinSpread = TimeSpan.FromSeconds(124) };

    [Theory]
    [InlineData(4, 0.001, 30, null)]
    [InlineData(5, 0.001, 30, StopReason.ErrorTargetMet)]
    [InlineData(5, 0.001, 29.9, null)]
    [InlineData(5, 0.03, 30, null)]
    [InlineData(7, 0.03, 30, null)]
    [InlineData(8, 0.03, 30, StopReason.PassLimit)]
    [InlineData(8, 0.03, 1, StopReason.PassLimit)]
    [InlineData(8, 0.01, 30, StopReason.ErrorTargetMet)]
    public void Decide_stops_for_a_reason(int passes, double relativeError, double spreadSeconds, StopReason? expected) =>
        Assert.Equal(expected, StoppingRule.Decide(
            TestPasses.Summary(passes, relativeError), [TestPasses.At(TimeSpan.Zero, [1]), TestPasses.At(TimeSpan.FromSeconds(spreadSeconds), [1])], Protocol));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(123.75, 4)]
    [InlineData(124, 0.5166667)]
    [InlineData(300, 0.5166667)]
    public void Pause_uses_the_time_of_the_spread_and_then_waits_a_moment(double spreadSeconds, double expectedSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), StoppingRule.Pause(TimeSpan.FromSeconds(spreadSeconds), LongSpread));

    [Theory]
    [InlineData(5, 40, 4)]
    [InlineData(5, 5, 31)]
    [InlineData(63, 70, 2)]
    [InlineData(2, 2, 124)]
    public void PassInterval_reaches_the_spread_within_the_passes(int minPasses, int maxPasses, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), (LongSpread with { MinPasses = minPasses, MaxPasses = maxPasses }).PassInterval());

    [Fact]
    public void Pause_without_a_spread_is_none() =>
        Assert.Equal(TimeSpan.Zero, StoppingRule.Pause(TimeSpan.Zero, Protocol with { MinSpread = TimeSpan.Zero }));

    [Fact]
    public void Spread_is_from_the_first_start_to_the_last_in_any_order() =>
        Assert.Equal(
            TimeSpan.FromSeconds(7),
            StoppingRule.Spread([TestPasses.At(TimeSpan.FromSeconds(5), [1]), TestPasses.At(TimeSpan.FromSeconds(9), [1]), TestPasses.At(TimeSpan.FromSeconds(2), [1])]));

    [Theory]
    [InlineData("steady", 33)]
    [InlineData("two-state", 40)]
    [InlineData("spiky", 40)]
    [InlineData("slowing", 40)]
    [InlineData("long states", 40)]
    public void Decide_machine_is_measured_within_so_many_passes(string name, int most)
    {
        var random = new SplitMix64(11);
        var protocol = new MeasurementProtocol();
        var passes = new List<PassResult>();
        StopReason? reason = null;
        foreach (var pass in Machine.ByName(name).Passes(samples: 10, protocol.PassInterval(), random))
        {
            passes.Add(pass);
            reason = StoppingRule.Decide(LatencyEstimator.Summarize(passes, 1), passes, protocol);
            if (reason is not null) break;
        }

        Assert.Equal(StopReason.ErrorTargetMet, reason);
        Assert.InRange(passes.Count, protocol.MinPasses, most);
    }

    [Fact]
    public void Decide_machine_that_is_slow_for_the_first_visits_is_visited_until_it_was_fast()
    {
        var slow = Enumerable.Repeat(1_350_000L, 10);
        var fast = Enumerable.Repeat(1_000_000L, 10);
        var passes = new List<PassResult>();
        for (var pass = 0; pass < 4; pass++) passes.Add(TestPasses.At(TimeSpan.FromSeconds(8 * pass), slow));
        passes.Add(TestPasses.At(TimeSpan.FromSeconds(32), fast));
        Assert.Null(StoppingRule.Decide(LatencyEstimator.Summarize(passes, 1), passes, Protocol));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, StopReason.ErrorTargetMet)]
    public void Decide_waits_for_passes_that_had_the_core_to_themselves(int quiet, StopReason? expected)
    {
        var passes = Enumerable.Range(0, 7).Select(pass => TestPasses.At(TimeSpan.FromSeconds(8 * pass), [1]) with { Contended = pass >= quiet }).ToArray();
        Assert.Equal(expected, StoppingRule.Decide(TestPasses.Summary(7, 0.001), passes, Protocol));
    }
}
