using LatBench.Measurements.Comparisons;

namespace LatBench.Measurements.Tests.Comparisons;

/// <summary>Simulations with fixed seeds, 800 pairs a case: how often the 95 % interval of a ratio holds the true ratio.</summary>
public sealed class RatioCoverageTests
{
    private const int Pairs = 800;
    private const int Samples = 10;
    private const double Truth = 1.05;

    [Theory]
    [InlineData("steady", 8)]
    [InlineData("steady", 32)]
    [InlineData("drifting", 5)]
    [InlineData("drifting", 20)]
    [InlineData("two-state", 20)]
    [InlineData("two-state", 32)]
    [InlineData("noisy two-state", 20)]
    [InlineData("mostly slow", 20)]
    public void SamePasses_interval_holds_the_truth_as_often_as_it_says(string name, int passes)
    {
        var machine = SharedMachine.ByName(name);
        var random = new SplitMix64((ulong)passes + 2100);
        var (fromPasses, published) = (0, 0);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (first, second) = machine.SamePasses(passes, Samples, Truth, random);
            var ratio = RatioBootstrap.Interval(first, second, LatencyEstimator.Probability, (ulong)pair);
            if (ratio.Holds(Truth)) fromPasses++;
            if (RatioEstimator.SamePasses(first, second, (ulong)pair).Holds(Truth)) published++;
        }

        Assert.InRange((double)fromPasses / Pairs, 0.93, 0.97);
        Assert.InRange((double)published / Pairs, 0.93, 1);
    }

    [Theory]
    [InlineData("steady", 20, 0.97)]
    [InlineData("drifting", 5, 0.97)]
    [InlineData("drifting", 20, 0.97)]
    [InlineData("noisy two-state", 20, 1)]
    [InlineData("two-state", 12, 1)]
    [InlineData("two-state", 32, 1)]
    public void SeparateRuns_interval_widened_by_the_canary_holds_the_truth_as_often_as_it_says(string name, int passes, double most)
    {
        var machine = SharedMachine.ByName(name);
        var random = new SplitMix64((ulong)passes + 2200);
        var (fromPasses, published) = (0, 0);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (first, second) = machine.SeparateRuns(passes, Samples, Truth, random);
            var (one, other) = (Results(first), Results(second));
            var ratio = RatioEstimator.Separate(new PooledSamples(one), new PooledSamples(other), LatencyEstimator.Probability, (ulong)pair);
            if (ratio.Holds(Truth)) fromPasses++;
            ratio = RatioEstimator.SeparateRuns(one, other, (ulong)pair);
            if ((MachineDrift.Between(one, other, (ulong)pair)?.Widen(ratio) ?? ratio).Holds(Truth)) published++;
        }

        Assert.InRange((double)published / Pairs, 0.93, 1);
        Assert.InRange((double)fromPasses / Pairs, 0, most);
    }

    [Theory]
    [InlineData("drifting")]
    [InlineData("two-state")]
    [InlineData("mostly slow")]
    public void SamePasses_interval_is_narrower_than_that_of_the_same_passes_as_separate_runs(string name)
    {
        var machine = SharedMachine.ByName(name);
        var random = new SplitMix64(2300);
        var (paired, separate) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < 100; pair++)
        {
            var (first, second) = machine.SamePasses(20, Samples, Truth, random);
            paired.Add(RatioBootstrap.Interval(first, second, LatencyEstimator.Probability, (ulong)pair).HalfWidth);
            separate.Add(RatioEstimator.Separate(new PooledSamples(Results(first)), new PooledSamples(Results(second)), LatencyEstimator.Probability, (ulong)pair).HalfWidth);
        }

        Assert.True(paired.Average() < 0.7 * separate.Average(width => Math.Min(1, width)), $"{paired.Average()} and {separate.Average()}");
    }

    [Fact]
    public void SamePasses_same_passes_and_seed_give_the_same_interval()
    {
        var (first, second) = SharedMachine.ByName("steady").SamePasses(12, Samples, Truth, new SplitMix64(1));

        Assert.Equal(RatioEstimator.SamePasses(first, second, 7), RatioEstimator.SamePasses(first, second, 7));
        Assert.NotEqual(RatioBootstrap.Interval(first, second, 0.05, 7), RatioBootstrap.Interval(first, second, 0.05, 8));
    }

    private static IReadOnlyList<PassResult> Results(IEnumerable<NumberedPass> passes) => [.. passes.Select(pass => pass.Result)];
}
