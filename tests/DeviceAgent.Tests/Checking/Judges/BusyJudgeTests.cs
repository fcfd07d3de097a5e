using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class BusyJudgeTests
{
    [Fact]
    public void Judge_quiet_machine_is_ok()
    {
        var finding = new BusyJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("load average 0.05", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_some_work_is_a_warning()
    {
        var finding = new BusyJudge().Judge(Machines.Good with { BusyShare = 0.10, LoadAverage1m = null });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("10 %", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_no_free_cpu_is_a_problem()
    {
        var finding = new BusyJudge().Judge(Machines.Good with { BusyShare = 0.90 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("no CPU is left", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new BusyJudge().Judge(Machines.Good with { BusyShare = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
