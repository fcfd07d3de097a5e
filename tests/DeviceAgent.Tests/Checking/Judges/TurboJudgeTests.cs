using LatBench.DeviceAgent.Checking;
using LatBench.DeviceAgent.Checking.Judges;

namespace LatBench.DeviceAgent.Tests.Checking.Judges;

public sealed class TurboJudgeTests
{
    [Fact]
    public void Judge_off_is_ok()
    {
        var finding = new TurboJudge().Judge(Machines.Good);
        Assert.Equal(Rating.Ok, finding.Rating);
    }

    [Fact]
    public void Judge_on_is_a_warning()
    {
        var finding = new TurboJudge().Judge(Machines.Good with { Turbo = true });
        Assert.Equal(Rating.Warning, finding.Rating);
    }

    [Fact]
    public void Judge_not_told_is_unknown()
    {
        var finding = new TurboJudge().Judge(Machines.Good with { Turbo = null });
        Assert.Equal(Rating.Unknown, finding.Rating);
    }
}
