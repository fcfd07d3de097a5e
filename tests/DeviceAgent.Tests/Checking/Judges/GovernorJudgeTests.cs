using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class GovernorJudgeTests
{
    [Fact]
    public void Judge_performance_is_ok()
    {
        var finding = new GovernorJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
        Assert.Contains("performance", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_any_other_is_a_warning()
    {
        var finding = new GovernorJudge().Judge(Machines.Good with { Governor = "schedutil" });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("schedutil", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_mixed_governors_are_a_warning()
    {
        var finding = new GovernorJudge().Judge(Machines.Good with { Governor = "performance,powersave" });
        Assert.Equal(Rating.Warning, finding.Rating);
        Assert.Contains("powersave", finding.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_none_is_unknown()
    {
        var finding = new GovernorJudge().Judge(Machines.Good with { Governor = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
