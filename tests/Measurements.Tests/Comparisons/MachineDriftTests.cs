using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

public sealed class MachineDriftTests
{
    [Theory]
    [InlineData(1.06, true)]
    [InlineData(0.94, true)]
    [InlineData(1.01, false)]
    public void Between_sees_a_change_of_more_than_the_tolerance(double change, bool seen)
    {
        var drift = MachineDrift.Between(Run(20, 1), Run(20, change), 1)!;

        Assert.Equal(change, drift.Ratio.Value, 0.005);
        Assert.Equal(seen, drift.IsSeen);
    }

    [Fact]
    public void Between_is_unknown_with_few_or_contended_readings()
    {
        Assert.Null(MachineDrift.Between(Run(20, 1), Run(CanaryHistory.MinReadings - 1, 1), 1));
        Assert.Null(MachineDrift.Between(Run(20, 1), [.. Run(20, 1).Select(pass => pass with { Contended = true })], 1));
        Assert.Null(MachineDrift.Between(Run(20, 1), [.. Run(20, 1).Select(pass => pass with { CanaryNs = [] })], 1));
    }

    [Fact]
    public void Between_brings_both_runs_to_one_clock()
    {
        PassResult[] before = [.. Run(20, 1).Select(pass => pass with { ClockNs = 16_000, ReferenceClockNs = 16_000 })];
        PassResult[] after = [.. Run(20, 1.04).Select(pass => pass with { ClockNs = 16_640, ReferenceClockNs = 16_640 })];

        Assert.Equal(1, MachineDrift.Between(before, after, 1)!.Ratio.Value, 0.005);
    }

    [Fact]
    public void Widen_holds_the_ratio_with_the_change_and_without_it()
    {
        var drift = new MachineDrift(new LatencyRatio(0.9, 0.89, 0.91));
        var widened = drift.Widen(new LatencyRatio(1, 0.99, 1.01));

        Assert.Equal((1, 0.99), (widened.Value, widened.Low));
        Assert.Equal(1.01 / (0.9 * 0.9), widened.High, 1e-9);
    }

    /// <summary>Seen on a shared machine: the same files of a baseline and of a run a minute later.</summary>
    [Fact]
    public void Widen_leaves_room_for_models_that_are_slowed_more_than_the_canary()
    {
        var drift = new MachineDrift(new LatencyRatio(1.196, 1.18, 1.21));

        Assert.InRange(drift.Widen(new LatencyRatio(1.252, 1.237, 1.271)).Low, 0, 1);
        Assert.InRange(drift.Widen(new LatencyRatio(1.342, 1.271, 1.404)).Low, 0, 1);
        Assert.True(drift.Widen(new LatencyRatio(1.6, 1.55, 1.65)).Low > 1.03);
    }

    private static PassResult[] Run(int readings, double level)
    {
        var random = new SplitMix64(5);
        return [.. Enumerable.Range(0, readings).Select(place => TestPasses.At(TimeSpan.FromSeconds(place), [1_000_000]) with
        {
            CanaryNs = [.. Enumerable.Range(0, 5).Select(_ => (long)(3e5 * level * (1 + (0.004 * random.NextDouble()))))],
        })];
    }
}
