using LatBench.DeviceAgent.Coordination;
using Microsoft.Extensions.Time.Testing;

namespace LatBench.DeviceAgent.Tests.Coordination;

public sealed class WaitNoticeTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Begin_speaks_at_once_then_at_intervals_that_double()
    {
        var notice = new WaitNotice(_clock);

        var spoken = Enumerable.Range(0, 60 * 60).Where(_ =>
        {
            var speaks = notice.Begin("away");
            _clock.Advance(TimeSpan.FromSeconds(1));
            return speaks;
        });

        Assert.Equal([0, 60, 180, 420, 900, 1860], spoken);
    }

    [Fact]
    public void Begin_speaks_at_once_of_another_reason()
    {
        var notice = new WaitNotice(_clock);

        Assert.True(notice.Begin("away"));
        Assert.False(notice.Begin("away"));
        Assert.True(notice.Begin("refused"));
        Assert.False(notice.Begin("refused"));
    }

    [Fact]
    public void End_is_true_once_and_the_next_wait_speaks_again()
    {
        var notice = new WaitNotice(_clock);
        notice.Begin("away");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(5), notice.Elapsed);
        Assert.True(notice.End());
        Assert.False(notice.End());
        Assert.True(notice.Begin("away"));
    }
}
