using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class TimerJudgeTests
{
    [Fact]
    public void Judge_fine_steps_are_ok()
    {
        var finding = new TimerJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("25 ns, clock source tsc", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_steps_above_a_microsecond_are_a_warning()
    {
        var finding = new TimerJudge().Judge(Machines.Good with { TimerStepNs = 1_500, ClockSource = "hpet" });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("hpet", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_coarse_steps_are_a_problem()
    {
        var finding = new TimerJudge().Judge(Machines.Good with { TimerStepNs = 4_000_000, ClockSource = "jiffies" });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("too coarse", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_clock_that_stands_still_is_unknown()
    {
        var finding = new TimerJudge().Judge(Machines.Good with { TimerStepNs = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
