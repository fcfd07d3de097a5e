using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class AffinityJudgeTests
{
    [Fact]
    public void Judge_pinned_is_ok()
    {
        var finding = new AffinityJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("CPU 2,3", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_refused_is_a_problem()
    {
        var finding = new AffinityJudge().Judge(Machines.Good with { CanPin = false });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("CPU 2,3", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_system_without_is_unknown()
    {
        var finding = new AffinityJudge().Judge(Machines.Good with { CanPin = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
