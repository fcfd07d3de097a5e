using LatBench.DeviceAgent.Leasing;
using LatBench.DeviceAgent.Runner;

namespace LatBench.DeviceAgent.Tests.Leasing;

public sealed class NeighbourWatchTests
{
    private readonly NeighbourWatch _watch = new();

    [Fact]
    public void Judge_needs_some_readings()
    {
        for (var reading = 1; reading < NeighbourWatch.MinReadings; reading++) Assert.Null(Judge(2));
        Assert.False(Judge(2));
    }

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.4, false)]
    [InlineData(2.6, true)]
    [InlineData(4.3, true)]
    public void Judge_compares_with_the_low_end_of_the_readings(double ratio, bool contended)
    {
        for (var reading = 0; reading < 200; reading++) Judge(reading % 5 == 0 ? 2 : 4);
        Assert.Equal(contended, Judge(ratio));
    }

    [Fact]
    public void Judge_one_impossible_reading_changes_nothing()
    {
        for (var reading = 0; reading < 200; reading++) Judge(reading == 100 ? 0.1 : 2);
        Assert.False(Judge(2));
    }

    [Fact]
    public void Judge_models_of_more_threads_are_compared_among_themselves()
    {
        for (var reading = 0; reading < NeighbourWatch.MinReadings; reading++)
        {
            Judge(2);
            Judge(4, threads: 2);
        }

        Assert.False(Judge(4, threads: 2));
        Assert.True(Judge(4));
        Assert.True(Judge(6, threads: 2));
    }

    private bool? Judge(double ratio, int threads = 1) => _watch.Judge(new CoreReadings(16_000, ratio, ratio), threads);
}
