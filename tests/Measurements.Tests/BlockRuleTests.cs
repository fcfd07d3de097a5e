namespace LatBench.Measurements.Tests;

public sealed class BlockRuleTests
{
    [Theory]
    [InlineData(4, 9e6, false)]
    [InlineData(5, 5e6, false)]
    [InlineData(5, 6e6, true)]
    [InlineData(9_999, 1e6, false)]
    [InlineData(10_000, 1e6, true)]
    public void IsComplete_holds_both_floors_and_the_bound(int samples, double nanoseconds, bool expected) =>
        Assert.Equal(expected, BlockRule.Of(new MeasurementProtocol()).IsComplete(samples, nanoseconds));

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void Constructor_floor_out_of_range_throws(int samples) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockRule(TimeSpan.FromMilliseconds(1), samples));
}
