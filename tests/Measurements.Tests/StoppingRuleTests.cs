namespace LatBench.Measurements.Tests;

public sealed class StoppingRuleTests
{
    private static readonly MeasurementProtocol Protocol = new() { MinPasses = 5, MaxPasses = 8, MaxRelativeError = 0.02 };

    [Theory]
    [InlineData(4, 0.001, null)]
    [InlineData(5, 0.001, StopReason.ErrorTargetMet)]
    [InlineData(5, 0.03, null)]
    [InlineData(7, 0.03, null)]
    [InlineData(8, 0.03, StopReason.PassLimit)]
    [InlineData(8, 0.01, StopReason.ErrorTargetMet)]
    public void Decide_stops_for_a_reason(int passes, double relativeError, StopReason? expected) =>
        Assert.Equal(expected, StoppingRule.Decide(TestPasses.Summary(passes, relativeError), Protocol));

    [Theory]
    [InlineData("steady", 12)]
    [InlineData("two-state", 40)]
    public void Decide_machine_is_measured_within_so_many_passes(string name, int most)
    {
        var machine = Machine.ByName(name);
        var random = new SplitMix64(11);
        var protocol = new MeasurementProtocol();
        var passes = new List<PassResult>();
        StopReason? reason = null;
        while (reason is null)
        {
            passes.AddRange(machine.Passes(1, 10, random));
            reason = StoppingRule.Decide(LatencyEstimator.Summarize(passes, 1), protocol);
        }

        Assert.Equal(StopReason.ErrorTargetMet, reason);
        Assert.InRange(passes.Count, protocol.MinPasses, most);
    }
}
