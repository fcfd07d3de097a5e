using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class PriorityJudgeTests
{
    [Fact]
    public void Judge_wished_one_is_ok()
    {
        var finding = new PriorityJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("nice -10", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ordinary_one_is_a_warning()
    {
        var finding = new PriorityJudge().Judge(Machines.Good with { Priority = 0 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("nice 0", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_system_without_is_unknown()
    {
        var finding = new PriorityJudge().Judge(Machines.Good with { Priority = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
