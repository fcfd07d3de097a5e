using CsCheck;
using LatBench.Cli.Rendering;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.Cli.Tests.Rendering;

public sealed class TimeLeftTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Steady_work_takes_as_long_as_its_rate_says()
    {
        var left = new TimeLeft(_time);
        Report(left, 0.2, 0);
        Report(left, 0.4, 10);

        Assert.Equal(TimeSpan.FromSeconds(30), left.Estimate);
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(TimeSpan.FromSeconds(18), left.Estimate);
    }

    [Fact]
    public void Nothing_is_estimated_from_too_little()
    {
        var left = new TimeLeft(_time);
        Assert.Null(left.Estimate);
        Report(left, 0, 0);
        Report(left, 0.5, 1);
        Assert.Null(left.Estimate);
        Report(left, 0.505, 10);
        Assert.NotNull(left.Estimate);
    }

    [Fact]
    public void Share_that_does_not_grow_is_not_estimated_from()
    {
        var left = new TimeLeft(_time);
        Report(left, 0.3, 0);
        Report(left, 0.3, 60);

        Assert.Null(left.Estimate);
    }

    [Fact]
    public void Share_that_falls_begins_the_estimate_anew()
    {
        var left = new TimeLeft(_time);
        Report(left, 0, 0);
        Report(left, 0.8, 10);
        Report(left, 0.4, 10);
        Assert.Null(left.Estimate);
        Report(left, 0.5, 10);

        Assert.Equal(TimeSpan.FromSeconds(50), left.Estimate);
    }

    [Fact]
    public void Estimate_is_never_negative_and_none_at_the_end() => Gen.Double[0, 1].Select(Gen.Int[0, 1000]).Array.Sample(reports =>
    {
        var left = new TimeLeft(_time);
        foreach (var (share, seconds) in reports)
            Report(left, share, seconds);
        Assert.False(left.Estimate < TimeSpan.Zero);
        Report(left, 1, 1);
        Assert.Null(left.Estimate);
    }, iter: 200);

    [Theory]
    [InlineData(0, "5 s")]
    [InlineData(41, "45 s")]
    [InlineData(56, "1 min")]
    [InlineData(61, "2 min")]
    [InlineData(3540, "59 min")]
    [InlineData(3541, "1 h")]
    [InlineData(7801, "2 h 20 min")]
    public void Figure_has_the_size_only(int seconds, string text) => Assert.Equal(text, Figures.RoughDuration(TimeSpan.FromSeconds(seconds)));

    private void Report(TimeLeft left, double share, int secondsLater)
    {
        _time.Advance(TimeSpan.FromSeconds(secondsLater));
        left.Report(share);
    }
}
