using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class ThrottlingJudgeTests
{
    [Fact]
    public void Judge_never_is_ok()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_now_is_a_problem()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Good with { ThrottleEvents = 9, ThrottleEventsNow = 1 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("too hot", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_since_start_is_a_warning()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Good with { ThrottleEvents = 9 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("9 times", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_board_now_is_a_problem()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Good with { FirmwareThrottleBits = 0x50005 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("under-voltage, throttled", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_board_since_start_is_a_warning()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Good with { FirmwareThrottleBits = 0x50000 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("under-voltage, throttled", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_not_counted_is_unknown()
    {
        var finding = new ThrottlingJudge().Judge(Machines.Silent);
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
