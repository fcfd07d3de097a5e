namespace LatBench.Measurements.Tests;

public sealed class CohortsTests
{
    [Fact]
    public void SizeFor_the_first_passes_of_a_cohort_fill_the_spread()
    {
        var protocol = new MeasurementProtocol();

        var size = Cohorts.SizeFor(protocol);

        Assert.Equal(1200, size);
        Assert.True(size * Cohorts.MinJobDuration * (protocol.MinPasses - 1) >= protocol.MinSpread);
    }

    [Theory]
    [InlineData(0, 5, Cohorts.MinSize)]
    [InlineData(30, 5, Cohorts.MinSize)]
    [InlineData(600, 5, 6000)]
    [InlineData(120, 2, 4800)]
    [InlineData(120, 40, Cohorts.MinSize)]
    public void SizeFor_follows_from_spread_and_passes(int spreadSeconds, int minPasses, int size) =>
        Assert.Equal(size, Cohorts.SizeFor(new MeasurementProtocol { MinSpread = TimeSpan.FromSeconds(spreadSeconds), MinPasses = minPasses }));

    [Theory]
    [InlineData(60)]
    [InlineData(1000)]
    [InlineData(1999)]
    public void Of_less_than_two_cohorts_is_one(int count) =>
        Assert.Equal([0], Enumerable.Range(0, count).Select(rank => Cohorts.Of(rank, count, 1000)).Distinct());

    [Theory]
    [InlineData(2000, 1000)]
    [InlineData(9444, 1200)]
    [InlineData(37_776, 1200)]
    [InlineData(100_000, 1)]
    public void Of_makes_full_cohorts_of_nearly_equal_size_in_order(int count, int size)
    {
        var cohorts = Enumerable.Range(0, count).Select(rank => Cohorts.Of(rank, count, size)).ToArray();

        Assert.Equal(cohorts.Order(), cohorts);
        var sizes = cohorts.CountBy(cohort => cohort).Select(pair => pair.Value).ToArray();
        Assert.Equal(count / size, sizes.Length);
        Assert.InRange(sizes.Min(), size, sizes.Max());
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    [Fact]
    public void Of_rank_out_of_range_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Cohorts.Of(-1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cohorts.Of(2, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cohorts.Of(0, 2, 0));
    }
}
