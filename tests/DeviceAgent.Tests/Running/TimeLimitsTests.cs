using LatBench.DeviceAgent.Running;

namespace LatBench.DeviceAgent.Tests.Running;

public sealed class TimeLimitsTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(-5, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(1e9, TimeLimits.MaxFactor)]
    public void Of_scales_with_what_was_noted_and_is_never_below_the_usual_limit(double seconds, double factor)
    {
        var limits = new TimeLimits();
        limits.Note(TimeSpan.FromSeconds(seconds), usual: TimeSpan.FromSeconds(1));
        Assert.Equal(factor * Usual, limits.Of(Usual));
    }

    [Fact]
    public void Note_faster_later_keeps_the_slowest()
    {
        var limits = new TimeLimits();
        limits.Note(TimeSpan.FromSeconds(4), usual: TimeSpan.FromSeconds(1));
        limits.Note(TimeSpan.FromSeconds(2), usual: TimeSpan.FromSeconds(1));
        Assert.Equal(4, limits.Factor);
    }

    [Fact]
    public void OfThisProcess_counts_from_the_start_of_the_process() =>
        Assert.InRange(TimeLimits.OfThisProcess(TimeProvider.System).Factor, 1, TimeLimits.MaxFactor);
}
