using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class SwapJudgeTests
{
    [Fact]
    public void Judge_unused_is_ok()
    {
        var finding = new SwapJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_used_is_a_warning()
    {
        var finding = new SwapJudge().Judge(Machines.Good with { SwapUsedBytes = 3L << 20 });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("3 MiB", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_moving_pages_are_a_problem()
    {
        var finding = new SwapJudge().Judge(Machines.Good with { SwappedPagesNow = 7 });
        Assert.Equal(Rating.Problem, finding.Rating);
        Assert.Contains("7 pages", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new SwapJudge().Judge(Machines.Silent);
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
