using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class StealJudgeTests
{
    [Fact]
    public void Judge_next_to_none_is_ok()
    {
        var finding = new StealJudge().Judge(Machines.Good with { StealShare = 0.009 });
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_one_percent_is_a_warning()
    {
        var finding = new StealJudge().Judge(Machines.Good with { StealShare = 0.01 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("1.0 %", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ten_percent_are_a_problem()
    {
        var finding = new StealJudge().Judge(Machines.Good with { StealShare = 0.10 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("10.0 %", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new StealJudge().Judge(Machines.Good with { StealShare = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
