using LatBench.DeviceAgent.Leasing;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class BatchSizeTests
{
    [Theory]
    [InlineData(0.25, 100)]
    [InlineData(0.001, BatchSize.Max)]
    [InlineData(3600, BatchSize.Min)]
    public void Next_fills_the_wished_duration_within_bounds(double secondsPerJob, int expected)
    {
        var size = new BatchSize(TimeSpan.FromSeconds(25));
        size.Observe(10, TimeSpan.FromSeconds(10 * secondsPerJob));
        Assert.Equal(expected, size.Next);
    }

    [Fact]
    public void Next_before_anything_is_known_is_a_few()
    {
        var size = new BatchSize(TimeSpan.FromSeconds(25));
        size.Observe(0, TimeSpan.Zero);
        Assert.Equal(8, size.Next);
    }
}
