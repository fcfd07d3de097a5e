using LatBench.DeviceAgent.Runner;
using LatBench.DeviceAgent.Tests.Support;

namespace LatBench.DeviceAgent.Tests.Runner;

public sealed class JobClockTests
{
    private readonly SettableClock _clock = new();

    [Fact]
    public void Stop_clock_that_is_left_alone_has_not_jumped()
    {
        var times = new JobClock(_clock);
        _clock.Pass(TimeSpan.FromMilliseconds(40));
        var (end, jump) = times.Stop();
        Assert.Equal(TimeSpan.FromMilliseconds(40), end - times.StartTime);
        Assert.Null(jump);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-0.1)]
    [InlineData(0.1)]
    [InlineData(1e9)]
    public void Stop_clock_that_was_set_keeps_the_duration_and_says_the_jump(double seconds)
    {
        var times = new JobClock(_clock);
        _clock.Pass(TimeSpan.FromMilliseconds(20));
        _clock.Set(TimeSpan.FromSeconds(seconds));
        _clock.Pass(TimeSpan.FromMilliseconds(20));
        var (end, jump) = times.Stop();
        Assert.Equal(TimeSpan.FromMilliseconds(40), end - times.StartTime);
        Assert.Equal(TimeSpan.FromSeconds(seconds), jump);
    }

    [Theory]
    [InlineData(60, 0.03)]
    [InlineData(60, -0.03)]
    [InlineData(0.01, 0.02)]
    public void Stop_clock_that_is_brought_gently_to_the_right_time_has_not_jumped(double elapsed, double seconds)
    {
        var times = new JobClock(_clock);
        _clock.Pass(TimeSpan.FromSeconds(elapsed));
        _clock.Set(TimeSpan.FromSeconds(seconds));
        Assert.Null(times.Stop().Jump);
    }
}
