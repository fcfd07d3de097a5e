namespace LatBench.Measurements.Tests;

public sealed class WarmUpRuleTests
{
    [Theory]
    [InlineData(new long[] { 100 }, false)]
    [InlineData(new long[] { 100, 100 }, true)]
    [InlineData(new long[] { 500, 100 }, false)]
    [InlineData(new long[] { 500, 100, 100 }, true)]
    [InlineData(new long[] { 500, 400, 300, 200, 100 }, false)]
    [InlineData(new long[] { 100, 97 }, true)]
    [InlineData(new long[] { 100, 96 }, false)]
    [InlineData(new long[] { 100, 135 }, true)]
    public void IsOver_ends_when_the_latest_bring_no_improvement(long[] durations, bool expected) =>
        Assert.Equal(expected, new WarmUpRule(20).IsOver(durations));

    [Fact]
    public void IsOver_falling_for_ever_ends_at_the_bound()
    {
        var falling = Enumerable.Range(0, 20).Select(index => 1_000_000L >> index).ToArray();
        Assert.False(new WarmUpRule(20).IsOver(falling.AsSpan(0, 19)));
        Assert.True(new WarmUpRule(20).IsOver(falling));
    }

    [Fact]
    public void Constructor_without_an_inference_throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUpRule(0));
}
